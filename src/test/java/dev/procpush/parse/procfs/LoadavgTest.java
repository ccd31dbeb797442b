// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.MalformedKernelDataException;
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "1.83 0.96 1.00 4/161 21711",
        "1.83 0.96 1.00\n",
        "1.83 0.96 1.00 4 161\n",
        "1.83 0.96 1.00 /161 2\n",
        "1.83 -0.96 1.00 4/161 2\n",
        "1.83 0.9x 1.00 4/161 2\n",
        "NaN 0.96 1.00 4/161 2\n",
      })
  void givesNothingWhenAFieldIsWrong(String text) {
    assertThatThrownBy(() -> RecordChanges.parse(Loadavg::parse, text))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("loadavg:");
  }

  @Test
  void survivesAHundredThousandMutants() {
    assertThat(RecordChanges.refusedMutants(Loadavg::parse, LINE)).isBetween(30_000, 99_000);
  }
}
