// SPDX-License-Identifier: Apache-2.0

package dev.procpush.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TerminalTextTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "plain-name_1.2/x,plain-name_1.2/x",
        "with \"quotes\" and 'more',with \"quotes\" and 'more'",
        "Grüße-日本,Grüße-日本",
        "`a\nb\r\tc`,a\\u000ab\\u000d\\u0009c",
        "`\u001b[31mred\u0007`,\\u001b[31mred\\u0007",
        "`\u009b2J\u007f\u0000`,\\u009b2J\\u007f\\u0000",
        "`\u202eevil\u2066\u200f\u061c`,\\u202eevil\\u2066\\u200f\\u061c",
        "`\u200b\ufeff\u2028`,\\u200b\\ufeff\\u2028",
        "`\ud800x`,\\ud800x",
        "`\uE000`,\\ue000",
        "`\udb40\udc41`,\\udb40\\udc41",
        "`^a\\.b$`,^a\\.b$",
      })
  void escapes(String text, String escaped) {
    assertThat(TerminalText.escaped(text)).isEqualTo(escaped);
  }

  @ParameterizedTest
  @CsvSource({
    "abcdef, 6, abcdef",
    "abcdefg, 6, abcde…",
    "日本語, 6, 日本語",
    "日本語だ, 6, 日本…",
    "日本語x, 7, 日本語x",
  })
  void cutsToColumns(String text, int columns, String cut) {
    assertThat(TerminalText.escaped(text, columns)).isEqualTo(cut);
  }

  @Test
  void doesNotCutWithinAnEscape() {
    assertThat(TerminalText.escaped("abc\u001b\u001b", 11)).isEqualTo("abc\\u001b…");
  }

  @Test
  void boundsMarksThatTakeNoColumn() {
    assertThat(TerminalText.escaped("a" + "\u0301".repeat(100_000), 10)).hasSizeLessThan(50);
  }

  @Test
  void anyTextIsBoundedAndHarmless() {
    Random random = new Random(20261121);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(60); j >= 0; j--) {
        text.append((char) random.nextInt(random.nextBoolean() ? 0x100 : 0x10000));
      }
      String escaped = TerminalText.escaped(text.toString(), 20);
      assertThat(TerminalText.width(escaped)).isLessThanOrEqualTo(20);
      assertThat(escaped.codePoints()).allMatch(c -> !Character.isISOControl(c));
      assertThat(escaped).doesNotContainPattern("\\p{Cf}|\\p{Zl}|\\p{Zp}|\\p{Cs}");
    }
  }
}
