// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KernelNumberTest {

  /// A number as a kernel prints it, what is made of it, and whether its absence is a complaint.
  @ParameterizedTest
  @CsvSource({
    "COUNTER, 0, 0, false",
    "COUNTER, 18446744069414584319, -4294967297, false",
    "COUNTER, 18446744069414584320, none, true",
    "COUNTER, 18446744073709551615, none, true",
    "COUNTER, -1, none, true",
    "MIB_COUNTER, 18446744069414584319, -4294967297, false",
    "MIB_COUNTER, 18446744073709551615, none, false",
    "MIB_COUNTER, -1, none, false",
    "AMOUNT, 9223372036854775807, 9223372036854775807, false",
    "AMOUNT, 9223372036854775809, none, true",
    "AMOUNT, -1, none, true",
    "COUNT, 2147483647, 2147483647, false",
    "COUNT, 2147483648, none, true",
    "COUNT, 4294967296, none, true",
    "COUNT, -1, none, true",
    "COUNTER32, 4294967295, 4294967295, false",
    "COUNTER32, 4294967296, none, true",
    "COUNTER32, -2147483648, 2147483648, false",
    "COUNTER32, 18446744071562067968, 2147483648, false",
    "COUNTER32, -2147483649, none, true",
    "LENGTH, 2147483647, 2147483647, false",
    "LENGTH, 4294966784, 0, false",
    "LENGTH, -512, 0, false",
    "LENGTH, 4294967296, none, true",
    "LIMIT32, 2147483647, 2147483647, false",
    "LIMIT32, 4294967295, none, false",
    "LIMIT32, -1, none, false",
    "LIMIT, 9223372036854775807, 9223372036854775807, false",
    "LIMIT, 18446744073709551615, none, false",
    "LIMIT, -1, none, false",
    "BYTE_LIMIT, 9223372036854710271, 9223372036854710271, false",
    "BYTE_LIMIT, 9223372036854710272, none, false",
    "BYTE_LIMIT, 9223372036854771712, none, false",
    "BYTE_LIMIT, -1, none, false",
    "SENSOR, -273150, -273150, false",
    "SENSOR, 2147483646, 2147483646, false",
    "SENSOR, 2147483647, none, false",
    "SENSOR, -2147483648, none, false",
    "SIGNED, -9223372036854775807, -9223372036854775807, false",
    "SIGNED, 9223372036854775807, 9223372036854775807, false",
  })
  void knowsSignsWidthsAndWhatStandsForNone(
      KernelNumber kind, String printed, String number, boolean complaint) throws Exception {
    ByteCursor cursor = line(printed);

    assertThat(cursor.number(kind, "field"))
        .isEqualTo(number.equals("none") ? KernelNumber.NONE : Long.parseLong(number));
    assertThat(cursor.losses()).isEqualTo(complaint ? 1 : 0);
    assertThat(cursor.hasField()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void complainsOfWhatIsNoNumberOfAnyKind(KernelNumber kind) throws Exception {
    ByteCursor cursor = line("x");

    assertThat(cursor.number(kind, "field")).isEqualTo(KernelNumber.NONE);
    assertThat(cursor.losses()).isEqualTo(1);
  }

  private static ByteCursor line(String text) throws MalformedKernelDataException {
    byte[] bytes = (text + "\n").getBytes(US_ASCII);
    ByteCursor cursor = new ByteCursor("file", bytes, bytes.length);
    cursor.nextLine();
    return cursor;
  }
}
