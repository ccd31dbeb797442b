// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.MalformedKernelDataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UptimeTest {

  @Test
  void readsTheFirstNumber() throws Exception {
    assertThat(RecordChanges.parse(Uptime::parse, "12376.06 9070.56\n"))
        .isEqualTo(new Uptime(12376.06));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "12376.06 9070.56"})
  void givesNothingWhenItIsWrong(String text) {
    assertThatThrownBy(() -> RecordChanges.parse(Uptime::parse, text))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1.0 2\n", "1.2.3 4\n", "x\n"})
  void hasNoneWhereItIsNoNumber(String text) throws Exception {
    assertThat(RecordChanges.parse(Uptime::parse, text)).isEqualTo(new Uptime(Double.NaN));
  }

  @Test
  void survivesAHundredThousandMutants() {
    assertThat(RecordChanges.refusedMutants(Uptime::parse, "12376.06 9070.56\n"))
        .isBetween(20_000, 99_000);
  }
}
