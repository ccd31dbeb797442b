// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static java.lang.Double.NaN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.SpoiledFields;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadavgTest {
  private static final String LINE = "1.83 0.96 100.07 4/161 21711\n";

  @Test
  void readsTheAveragesAndTheThreads() throws Exception {
    assertThat(RecordChanges.parse(Loadavg::parse, LINE))
        .isEqualTo(new Loadavg(1.83, 0.96, 100.07, 161));
  }

  @Test
  void passesOverMoreColumns() throws Exception {
    assertThat(RecordChanges.parse(Loadavg::parse, "0.00 0.01 0.02 1/2 3 4 five\nsix\n"))
        .isEqualTo(new Loadavg(0, 0.01, 0.02, 2));
  }

  /// A count that the kernel's counters of each CPU have taken below zero.
  @Test
  void hasNoThreadsWhereTheyAreBelowZero() throws Exception {
    assertThat(RecordChanges.parse(Loadavg::parse, "0.00 0.01 0.02 0/18446744073709551615 3\n"))
        .isEqualTo(new Loadavg(0, 0.01, 0.02, KernelNumber.NONE));
    assertThat(RecordChanges.parse(Loadavg::parse, "0.00 0.01 0.02 -3/4294967295 3\n"))
        .isEqualTo(new Loadavg(0, 0.01, 0.02, KernelNumber.NONE));
  }

  @Test
  void losesAnAverageAlone() throws Exception {
    assertThat(RecordChanges.parse(Loadavg::parse, "1.83 -0.96 NaN 4/161 2\n"))
        .isEqualTo(new Loadavg(1.83, NaN, NaN, 161));
  }

  @Test
  void losesEachFieldAlone() throws Exception {
    int fields =
        SpoiledFields.costThemselvesAlone(
            () -> Loadavg::parse,
            LINE,
            loadavg ->
                Map.of(
                    "1m", loadavg.oneMinute(),
                    "5m", loadavg.fiveMinutes(),
                    "15m", loadavg.fifteenMinutes(),
                    "threads", loadavg.threads()));

    assertThat(fields).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "1.83 0.96 1.00 4/161 21711",
        "1.83 0.96 1.00\n",
        "1.83 0.96 1.00 4 161\n",
        "1.83 0.96 1.00 /161 2\n",
        "1.83 0.96 1.00 4/\n",
      })
  void givesNothingWhenAFieldIsMissing(String text) {
    assertThatThrownBy(() -> RecordChanges.parse(Loadavg::parse, text))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:");
  }

  @Test
  void survivesAHundredThousandMutants() {
    assertThat(RecordChanges.refusedMutants(Loadavg::parse, LINE)).isBetween(20_000, 99_000);
  }
}
