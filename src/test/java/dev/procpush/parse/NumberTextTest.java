// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTextTest {

  @Test
  void readsCountersOf64Bits() throws Exception {
    assertThat(number("0").unsigned(10)).isZero();
    assertThat(number("007").unsigned(10)).isEqualTo(7);
    assertThat(number("18446744073709551615").unsigned(10)).isEqualTo(-1);
    assertThat(number("ffffffffffffffff").unsigned(16)).isEqualTo(-1);
    assertThat(number("0x1F").unsigned(16)).isEqualTo(31);
    assertThat(number("00000010").unsigned(16)).isEqualTo(16);
  }

  @Test
  void readsGaugesWithSignAndFraction() throws Exception {
    assertThat(number("-1").decimal(10)).isEqualTo(-1);
    assertThat(number("0.25").decimal(10)).isEqualTo(0.25);
    assertThat(number("-0.5").decimal(10)).isEqualTo(-0.5);
    assertThat(number("18446744073709551615").decimal(10)).isEqualTo(0x1p64);
    assertThat(number("ff").decimal(16)).isEqualTo(255);
    assertThat(number("ffffffffffffffff").decimal(16)).isEqualTo(0x1p64);
    assertThat(number("8000000000000000").decimal(16)).isEqualTo(0x1p63);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "-1", "+1", "1.5", "1e3", "abc", "0x1f", "1 2", "٣", "1_0", "NaN"})
  void refusesWhatIsNoCounter(String text) {
    assertRefused(() -> number(text).unsigned(10), text, "not a number");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-", ".", "-.5", ".5", "5.", "1.2.3", "1e3", "NaN", "Infinity", "+1", "1d"})
  void refusesWhatIsNoGauge(String text) {
    assertRefused(() -> number(text).decimal(10), text, "not a number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0x", "-1", "0x0x1", "g", "1.0"})
  void refusesWhatIsNotHexadecimal(String text) {
    assertRefused(() -> number(text).unsigned(16), text, "not a number");
    assertRefused(() -> number(text).decimal(16), text, "not a number");
  }

  @ParameterizedTest
  @CsvSource({"18446744073709551616, 10", "10000000000000000, 16"})
  void refusesMoreThan64Bits(String text, int base) {
    assertRefused(() -> number(text).unsigned(base), text, "more than 64 bits");
  }

  @Test
  void refusesDigitsWithoutEnd() {
    String text = "1".repeat(41);
    assertRefused(() -> number(text).decimal(10), text, "not a number");
  }

  private static NumberText number(String text) {
    return new NumberText("proc/net/x", 3, text);
  }

  private static void assertRefused(ThrowingCallable reading, String text, String problem) {
    assertThatExceptionOfType(MalformedKernelDataException.class)
        .isThrownBy(reading)
        .withMessageStartingWith("proc/net/x:3: " + problem + ": ")
        .withMessageEndingWith(text.contains("٣") ? "\"\\u0663\"" : "\"" + text + "\"");
  }
}
