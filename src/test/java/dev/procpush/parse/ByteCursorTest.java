// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteCursorTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "7",
        "9223372036854775807",
        "9223372036854775808",
        "9999999999999999999",
        "10000000000000000000",
        "18446744073709551609",
        "18446744073709551615"
      })
  void readsEveryUnsignedNumber(String number) throws Exception {
    ByteCursor cursor = onFirstLine(number + "\n");

    assertThat(Long.toUnsignedString(cursor.unsigned("field"))).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "18446744073709551616",
        "18446744073709551620",
        "20000000000000000000",
        "99999999999999999999",
        "100000000000000000000",
        "000000000000000000001"
      })
  void refusesMoreThan64Bits(String number) throws Exception {
    ByteCursor cursor = onFirstLine(number + "\n");

    assertThatThrownBy(() -> cursor.unsigned("field"))
        .isInstanceOf(MalformedKernelDataException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "+1", "1.5", "0x10", "12a", "a", "1\t2", "1:"})
  void refusesWhatIsNotANumber(String text) throws Exception {
    ByteCursor cursor = onFirstLine(text + "\n");

    assertThatThrownBy(() -> cursor.unsigned("field"))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageContaining("field: not a number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "a", "F", "00000a0F", "fffffffffffffff0", "FFFFFFFFFFFFFFFF"})
  void readsEveryHexadecimalNumber(String number) throws Exception {
    long expected = Long.parseUnsignedLong(number, 16);

    assertThat(onFirstLine(" " + number + "\n").hexadecimal(KernelNumber.SIGNED, "field"))
        .isEqualTo(expected);
    ByteCursor cursor = onFirstLine(number + ":" + number + " rest\n");
    assertThat(cursor.hexadecimalUntil(':', KernelNumber.SIGNED, "field")).isEqualTo(expected);
    assertThat(cursor.hexadecimal(KernelNumber.SIGNED, "field")).isEqualTo(expected);
    assertThat(cursor.word("word")).isEqualTo("rest");
    assertThat(cursor.losses()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"g", "0x1", "-1", "1:", "1\t", ":", "10000000000000000", "`", "/", "@"})
  void losesWhatIsNotAHexadecimalNumberAlone(String text) throws Exception {
    ByteCursor cursor = onFirstLine(text + " f\n");

    assertThat(cursor.hexadecimal(KernelNumber.SIGNED, "field")).isEqualTo(KernelNumber.NONE);
    assertThat(cursor.firstLoss()).hasMessageContaining("field: not a number");
    assertThat(cursor.hexadecimal(KernelNumber.SIGNED, "next")).isEqualTo(15);
  }

  @ParameterizedTest
  @ValueSource(strings = {":", "g:", "10000000000000000:", "-1:", "1-:"})
  void losesAHexadecimalNumberBeforeADelimiterAlone(String text) throws Exception {
    ByteCursor cursor = onFirstLine(text + "f\n");

    assertThat(cursor.hexadecimalUntil(':', KernelNumber.SIGNED, "field"))
        .isEqualTo(KernelNumber.NONE);
    assertThat(cursor.losses()).isEqualTo(1);
    assertThat(cursor.hexadecimal(KernelNumber.SIGNED, "next")).isEqualTo(15);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1 ", "1 :", "g", "g 1:"})
  void refusesANumberThatNoDelimiterEnds(String text) throws Exception {
    ByteCursor hexadecimal = onFirstLine(text + "\n");
    ByteCursor decimal = onFirstLine(text + "\n");

    assertThatThrownBy(() -> hexadecimal.hexadecimalUntil(':', KernelNumber.SIGNED, "field"))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageContaining("field: ");
    assertThatThrownBy(() -> decimal.numberUntil(':', KernelNumber.SIGNED, "field"))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageContaining("field: ");
  }

  @Test
  void stepsOverFields() throws Exception {
    ByteCursor cursor = onFirstLine("  one two  three\n");

    cursor.skip("first");
    assertThat(cursor.skipIf("tw".getBytes(UTF_8))).isFalse();
    assertThat(cursor.skipIf("twos".getBytes(UTF_8))).isFalse();
    assertThat(cursor.skipIf("two".getBytes(UTF_8))).isTrue();
    assertThat(cursor.skipIf("three ".getBytes(UTF_8))).isFalse();
    assertThat(cursor.skipIf("three".getBytes(UTF_8))).isTrue();
    assertThat(cursor.skipIf("three".getBytes(UTF_8))).isFalse();
    assertThatThrownBy(() -> cursor.skip("fourth")).hasMessageContaining("fourth: missing");
  }

  @Test
  void namesFileLineAndFieldInAnError() throws Exception {
    ByteCursor cursor = onFirstLine("one\ntwo\n");
    assertThat(cursor.nextLine()).isTrue();
    cursor.word("word");

    assertThatThrownBy(() -> cursor.unsigned("receive bytes"))
        .hasMessage("some/file:2: receive bytes: missing: \"two\"");
  }

  @Test
  void quotesALineSafelyAndBoundsIt() {
    String line = "\u001b[2J\"" + "x".repeat(10_000);

    assertThat(new MalformedKernelDataException("f", 1, line, "odd"))
        .message()
        .startsWith("f:1: odd: \"\\u001b[2J\\u0022xxx")
        .endsWith("…\"")
        .hasSizeLessThan(250);
  }

  @Test
  void refusesALastLineWithoutLineFeed() throws Exception {
    ByteCursor cursor = onFirstLine("one\ntw");

    assertThatThrownBy(cursor::nextLine).hasMessageContaining("no line feed at the end");
  }

  @Test
  void staysAtTheEnd() throws Exception {
    ByteCursor cursor = onFirstLine("one\n");

    assertThat(cursor.nextLine()).isFalse();
    assertThat(cursor.nextLine()).isFalse();
    assertThat(cursor.hasField()).isFalse();
    assertThat(cursor.malformed("x")).hasMessageContaining("some/file:1: x");
  }

  @Test
  void ignoresWhatIsBehindTheLength() throws Exception {
    ByteCursor cursor = new ByteCursor("f", "one\ntwo\n".getBytes(UTF_8), 4);

    assertThat(cursor.nextLine()).isTrue();
    assertThat(cursor.word("w")).isEqualTo("one");
    assertThat(cursor.nextLine()).isFalse();
  }

  @Test
  void keepsTwoDifferentNamesApartWhateverTheirBytes() throws Exception {
    ByteCursor utf8 = new ByteCursor("f", "größe\n".getBytes(UTF_8), 8);
    ByteCursor latin1 = new ByteCursor("f", "größe\n".getBytes(ISO_8859_1), 6);
    utf8.nextLine();
    latin1.nextLine();

    assertThat(utf8.word("w")).isEqualTo("größe");
    assertThat(latin1.word("w")).isEqualTo("gr\\xf6\\xdfe");
  }

  @Test
  void recognisesTheNextLineByItsBeginning() throws Exception {
    ByteCursor cursor = onFirstLine("one\ntwo 2\nthree\n");

    assertThat(cursor.nextLineStartsWith("tw0".getBytes(UTF_8))).isFalse();
    assertThat(cursor.nextLineStartsWith("two 2\nthree\nfour".getBytes(UTF_8))).isFalse();
    assertThat(cursor.word("w")).isEqualTo("one");
    assertThat(cursor.nextLineStartsWith("two".getBytes(UTF_8))).isTrue();
    assertThat(cursor.passed()).isEqualTo("two".getBytes(UTF_8));
    assertThat(cursor.unsigned("n")).isEqualTo(2);
    assertThat(cursor.passed()).isEqualTo("two 2\n".getBytes(UTF_8));
    assertThat(cursor.nextLineStartsWith("three\n".getBytes(UTF_8))).isTrue();
    assertThat(cursor.hasField()).isFalse();
    assertThat(cursor.malformed("x")).hasMessage("some/file:3: x: \"three\"");
    assertThat(cursor.nextLineStartsWith("o".getBytes(UTF_8))).isFalse();
    assertThat(cursor.nextLine()).isFalse();
  }

  @Test
  void refusesABeginningWithoutItsEnd() throws Exception {
    ByteCursor cursor = onFirstLine("one\ntwo");

    assertThatThrownBy(() -> cursor.nextLineStartsWith("tw".getBytes(UTF_8)))
        .hasMessage("some/file:2: no line feed at the end: \"two\"");
  }

  @Test
  void stepsOverTheNextLineOnlyIfItHasOneFieldMore() throws Exception {
    byte[] a = "a\t".getBytes(UTF_8);
    ByteCursor cursor = new ByteCursor("file", "a\t1\na\t\na\t1 2\n".getBytes(UTF_8), 13);

    assertThat(cursor.skipLineOfOneField("b\t".getBytes(UTF_8))).isFalse();
    assertThat(cursor.skipLineOfOneField(a)).isTrue();
    assertThat(cursor.skipLineOfOneField(a)).isFalse();
    assertThat(cursor.nextLineStartsWith(a)).isTrue();
    assertThat(cursor.malformed("?")).hasMessageStartingWith("file:2: ");
    assertThat(cursor.skipLineOfOneField(a)).isFalse();
    assertThat(cursor.nextLineStartsWith(a)).isTrue();
    assertThat(cursor.nextLine()).isFalse();
    assertThat(cursor.skipLineOfOneField(a)).isFalse();

    ByteCursor torn = new ByteCursor("file", "a\t1".getBytes(UTF_8), 3);
    assertThat(torn.skipLineOfOneField(a)).isFalse();
    ByteCursor cut = new ByteCursor("file", "a\t1\n".getBytes(UTF_8), 2);
    assertThat(cut.skipLineOfOneField(a)).isFalse();
  }

  @Test
  void stepsOverLinesThatItHasMetBefore() throws Exception {
    LastLines lines = new LastLines();
    ByteCursor first = onFirstLine("one\na 1\nb 2\nend\n");
    assertThat(first.skip(lines)).isFalse();
    int start = first.nextLineStart();
    first.nextLine();
    first.nextLine();
    first.remember(lines, start, 2);

    ByteCursor same = onFirstLine("other\na 1\nb 2\nend x\n");
    assertThat(same.skip(lines)).isTrue();
    assertThat(same.skip(lines)).isFalse();
    assertThat(same.hasField()).isFalse();
    same.nextLine();
    assertThat(same.malformed("?")).hasMessage("some/file:4: ?: \"end x\"");

    assertThat(onFirstLine("one\na 1\nb 3\n").skip(lines)).isFalse();
    assertThat(onFirstLine("one\na 1\nb 2").skip(lines)).isFalse();
    lines.forget();
    assertThat(onFirstLine("one\na 1\nb 2\n").skip(lines)).isFalse();
  }

  @Test
  void stepsOverTheSameLineAgain() throws Exception {
    ByteCursor cursor = onFirstLine("a 1\na 1\na 1 \na 1 \na 1");

    assertThat(cursor.skipSameLine()).isTrue();
    assertThat(cursor.skipSameLine()).isFalse();
    cursor.nextLine();
    assertThat(cursor.skipSameLine()).isTrue();
    assertThat(cursor.skipSameLine()).isFalse();
    assertThat(cursor.malformed("?")).hasMessage("some/file:4: ?: \"a 1 \"");
  }

  @Test
  void stepsOverManyFields() throws Exception {
    String[] names = {"a", "b", "c", "d"};
    ByteCursor cursor = onFirstLine("1  x 3\n");

    cursor.skip(names, 0, 0);
    cursor.skip(names, 0, 2);
    assertThat(cursor.unsigned("c")).isEqualTo(3);
    assertThatThrownBy(() -> cursor.skip(names, 3, 4))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageContaining("d: missing");
  }

  @Test
  void stepsOverWholeFieldsOnly() throws Exception {
    ByteCursor cursor = onFirstLine("mem memory 5\n");

    assertThat(cursor.skipIf("memory".getBytes(UTF_8))).isFalse();
    assertThat(cursor.skipIf("mem".getBytes(UTF_8))).isTrue();
    assertThat(cursor.skipIf("mem".getBytes(UTF_8))).isFalse();
    cursor.skip("memory");
    assertThat(cursor.skipIf("5".getBytes(UTF_8))).isTrue();
    assertThat(cursor.skipIf("5".getBytes(UTF_8))).isFalse();
    assertThatThrownBy(() -> cursor.skip("end")).hasMessageContaining("end: missing");
  }

  private static ByteCursor onFirstLine(String text) throws MalformedKernelDataException {
    byte[] bytes = text.getBytes(ISO_8859_1);
    ByteCursor cursor = new ByteCursor("some/file", bytes, bytes.length);
    assertThat(cursor.nextLine()).isTrue();
    return cursor;
  }
}
