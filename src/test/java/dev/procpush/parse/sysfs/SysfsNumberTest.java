// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.sysfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SysfsNumberTest {
  @Test
  void readsANumberOfEitherSign() throws Exception {
    assertThat(Refused.parse(SysfsNumberTest::signed, "47000\n").value()).isEqualTo(47000);
    assertThat(Refused.parse(SysfsNumberTest::signed, "-273150\n").value()).isEqualTo(-273150);
    assertThat(Refused.parse(SysfsNumberTest::signed, "9223372036854775807\n").value())
        .isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "47", "47 48\n", "47\n48\n", "47\n\n"})
  void refusesWhatIsNotOneNumber(String text) {
    assertThatThrownBy(() -> Refused.parse(SysfsNumberTest::signed, text))
        .isInstanceOf(MalformedKernelDataException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.7\n", "0x47\n", "-\n", "many\n", "99999999999999999999\n"})
  void hasNoneWhereThereIsNoNumber(String text) throws Exception {
    assertThat(Refused.parse(SysfsNumberTest::signed, text).value()).isEqualTo(KernelNumber.NONE);
  }

  @Test
  void survivesAHundredThousandMutants() {
    assertThat(Refused.mutants(SysfsNumberTest::signed, "123456789\n")).isBetween(10_000, 99_000);
  }

  private static SysfsNumber signed(ByteCursor text) throws MalformedKernelDataException {
    return SysfsNumber.parse(text, KernelNumber.SIGNED);
  }
}
