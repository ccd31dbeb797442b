// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SysctlNumberTest {

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 262144, Long.MAX_VALUE})
  void readsTheNumber(long number) throws Exception {
    assertThat(RecordChanges.parse(SysctlNumber::parse, number + "\n"))
        .isEqualTo(new SysctlNumber(number));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "1", "1 2\n", "1\n2\n"})
  void refusesWhatIsNotOneNumber(String text) {
    assertThatThrownBy(() -> RecordChanges.parse(SysctlNumber::parse, text))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x\n", "1\t2\n", "0x1\n", "-1\n", "18446744073709551615\n"})
  void hasNoneWhereItCanBeNone(String text) throws Exception {
    assertThat(RecordChanges.parse(SysctlNumber::parse, text))
        .isEqualTo(new SysctlNumber(KernelNumber.NONE));
  }

  @Test
  void survivesAHundredThousandMutants() {
    assertThat(RecordChanges.refusedMutants(SysctlNumber::parse, "262144\n"))
        .isBetween(10_000, 99_000);
  }
}
