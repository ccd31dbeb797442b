// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CgroupNumberTest {
  @Test
  void readsANumber() throws Exception {
    assertThat(limit("0\n")).isZero();
    assertThat(limit("67108864\n")).isEqualTo(67_108_864);
    assertThat(limit("0067108864\n")).isEqualTo(67_108_864);
    assertThat(limit(CgroupMutants.captured("pids", "pids.max"))).isEqualTo(12);
    assertThat(limit(CgroupMutants.composed("pids.max"))).isEqualTo(100);
    assertThat(amount("0\n")).isZero();
    assertThat(amount("462848\n")).isEqualTo(462_848);
  }

  @Test
  void readsAnyNumberOfDigits() throws Exception {
    for (long value = 9; value < Long.MAX_VALUE / 20; value = value * 10 + value % 7) {
      assertThat(limit(value + "\n")).isEqualTo(value);
      assertThat(amount(value + "\n")).isEqualTo(value);
    }
    assertThat(amount("9223372036854771712\n")).isEqualTo(9_223_372_036_854_771_712L);
  }

  /// Version 2; a quota of version 1; version 1 with pages of 4 kB and of 64 kB, and before 3.19.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "max\n",
        "-1\n",
        "9223372036854771712\n",
        "9223372036854710272\n",
        "9223372036854775807\n",
        "18446744073709551615\n"
      })
  void knowsNoLimit(String text) throws Exception {
    assertThat(limit(text)).isEqualTo(KernelNumber.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "1", "max", "1 2\n", "1\n2\n"})
  void refusesAnythingElse(String text) {
    assertThatThrownBy(() -> limit(text))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:");
    assertThatThrownBy(() -> amount(text))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"max\n", "-1\n", "maximum\n", "18446744073709551615\n", "99999999999999999999\n"})
  void hasNoAmountWhereNoneCanBe(String text) throws Exception {
    assertThat(amount(text)).isEqualTo(KernelNumber.NONE);
  }

  @Test
  void survivesAHundredThousandMutants() {
    assertThat(CgroupMutants.refused(CgroupNumber::parseLimit, "268435456\n"))
        .isBetween(10_000, 99_000);
    assertThat(CgroupMutants.refused(CgroupNumber::parse, "268435456\n")).isBetween(10_000, 99_000);
  }

  private static long limit(String text) throws MalformedKernelDataException {
    return CgroupMutants.parse(CgroupNumber::parseLimit, text).value();
  }

  private static long amount(String text) throws MalformedKernelDataException {
    return CgroupMutants.parse(CgroupNumber::parse, text).value();
  }
}
