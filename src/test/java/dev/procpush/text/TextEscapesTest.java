// SPDX-License-Identifier: Apache-2.0

package dev.procpush.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TextEscapesTest {

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
        "`web\u200b,web\u200d`,`web\\u200b,web\\u200d`",
        "`a\u00adb\u034f\u3164\ufe0f`,a\\u00adb\\u034f\\u3164\\ufe0f",
        "`\udc00\ud800`,\\udc00\\ud800",
        "Ελληνικά-русский-עברית-العربية-हिन्दी-한국어-😀,Ελληνικά-русский-עברית-العربية-हिन्दी-한국어-😀",
        "`^a\\.b$`,^a\\.b$",
      })
  void escapes(String text, String escaped) {
    assertThat(TextEscapes.escape(text)).isEqualTo(escaped);
  }

  @Test
  void leavesNothingThatIsObeyedOrUnseen() {
    String all =
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();

    assertThat(TextEscapes.escape(all))
        .doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
  }

  @Test
  void leavesLettersOfAllLanguages() {
    assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT))
        .filteredOn(Character::isLetterOrDigit)
        .filteredOn(c -> !TextEscapes.isShownAsItIs(c))
        .as("but the fillers, which are never drawn")
        .containsExactlyInAnyOrder(0x115f, 0x1160, 0x3164, 0xffa0);
  }

  @Test
  void cutsBetweenCharacters() {
    assertThat(TextEscapes.escape("abc", 3)).isEqualTo("abc");
    assertThat(TextEscapes.escape("abcd", 3)).isEqualTo("abc…");
    assertThat(TextEscapes.escape("ab😀", 4)).isEqualTo("ab😀");
    assertThat(TextEscapes.escape("ab😀", 3)).isEqualTo("ab…");
  }
}
