// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.cgroup.CgroupMutants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberFileTest {
  private static final NumberFile SIGNED = new NumberFile(KernelNumber.SIGNED);

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 262_144, 462_848, Long.MAX_VALUE})
  void readsAnAmount(long number) throws Exception {
    assertThat(amount(number + "\n")).isEqualTo(number);
  }

  @Test
  void readsALimit() throws Exception {
    assertThat(limit("0\n")).isZero();
    assertThat(limit("67108864\n")).isEqualTo(67_108_864);
    assertThat(limit("0067108864\n")).isEqualTo(67_108_864);
    assertThat(limit(CgroupMutants.captured("pids", "pids.max"))).isEqualTo(12);
    assertThat(limit(CgroupMutants.composed("pids.max"))).isEqualTo(100);
  }

  @Test
  void readsANumberOfEitherSign() throws Exception {
    assertThat(signed("47000\n")).isEqualTo(47_000);
    assertThat(signed("-273150\n")).isEqualTo(-273_150);
    assertThat(signed("9223372036854775807\n")).isEqualTo(Long.MAX_VALUE);
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
  @ValueSource(strings = {"", "\n", "1", "max", "1 2\n", "1\n2\n", "47\n\n"})
  void refusesWhatIsNotOneNumber(String text) {
    for (KernelNumber kind : KernelNumber.values()) {
      assertThatThrownBy(() -> Refused.parse(new NumberFile(kind), text))
          .isInstanceOfSatisfying(
              MalformedKernelDataException.class,
              e -> assertThat(e.loss()).isEqualTo(MalformedKernelDataException.Loss.VALUE))
          .hasMessageStartingWith("file:");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max\n",
        "-1\n",
        "maximum\n",
        "x\n",
        "1\t2\n",
        "0x1\n",
        "18446744073709551615\n",
        "99999999999999999999\n"
      })
  void hasNoAmountWhereNoneCanBe(String text) throws Exception {
    assertThat(amount(text)).isEqualTo(KernelNumber.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.7\n", "0x47\n", "-\n", "max\n", "many\n", "99999999999999999999\n"})
  void hasNoneWhereThereIsNoNumber(String text) throws Exception {
    assertThat(signed(text)).isEqualTo(KernelNumber.NONE);
  }

  @Test
  void hasNoneWhereThereIsNoFile() {
    assertThat(NumberFile.orNone(null)).isEqualTo(KernelNumber.NONE);
    assertThat(NumberFile.orNone(4096L)).isEqualTo(4096);
  }

  @Test
  void survivesAHundredThousandMutants() {
    assertThat(Refused.mutants(NumberFile.LIMIT, "268435456\n")).isBetween(10_000, 99_000);
    assertThat(Refused.mutants(NumberFile.AMOUNT, "268435456\n")).isBetween(10_000, 99_000);
    assertThat(Refused.mutants(SIGNED, "123456789\n")).isBetween(10_000, 99_000);
  }

  private static long limit(String text) throws MalformedKernelDataException {
    return Refused.parse(NumberFile.LIMIT, text);
  }

  private static long amount(String text) throws MalformedKernelDataException {
    return Refused.parse(NumberFile.AMOUNT, text);
  }

  private static long signed(String text) throws MalformedKernelDataException {
    return Refused.parse(SIGNED, text);
  }
}
