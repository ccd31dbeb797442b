// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    assertThat(amount("18446744073709551614\n")).isEqualTo(-2);
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
    assertThat(limit(text)).isEqualTo(CgroupNumber.UNLIMITED);
  }

  @Test
  void knowsNoLimitAmongOtherNumbers() {
    assertThat(CgroupNumber.limit(9_223_372_036_854_771_712L)).isEqualTo(CgroupNumber.UNLIMITED);
    assertThat(CgroupNumber.limit(-1)).isEqualTo(CgroupNumber.UNLIMITED);
    assertThat(CgroupNumber.limit(1L << 62)).isEqualTo(1L << 62);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\n", "1", "max", "maximum\n", "1 2\n", "1\n2\n", "18446744073709551616\n"})
  void refusesAnythingElse(String text) {
    assertThatThrownBy(() -> limit(text))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("pids.max:");
    assertThatThrownBy(() -> amount(text))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("pids.current:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"max\n", "-1\n"})
  void takesNoLimitForAnAmount(String text) {
    assertThatThrownBy(() -> amount(text)).isInstanceOf(MalformedKernelDataException.class);
  }

  @Test
  void survivesAHundredThousandMutants() {
    assertThat(
            CgroupMutants.refused(
                (bytes, length) -> CgroupNumber.limit(bytes, length, "memory.max"), "268435456\n"))
        .isBetween(10_000, 99_000);
    assertThat(
            CgroupMutants.refused(
                (bytes, length) -> CgroupNumber.amount(bytes, length, "memory.current"),
                "268435456\n"))
        .isBetween(10_000, 99_000);
  }

  private static long limit(String text) throws MalformedKernelDataException {
    return CgroupMutants.parse(
        (bytes, length) -> CgroupNumber.limit(bytes, length, "pids.max"), text);
  }

  private static long amount(String text) throws MalformedKernelDataException {
    return CgroupMutants.parse(
        (bytes, length) -> CgroupNumber.amount(bytes, length, "pids.current"), text);
  }
}
