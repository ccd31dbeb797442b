// SPDX-License-Identifier: Apache-2.0

package dev.procpush.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.text.TextEscapes;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TerminalColumnsTest {

  @ParameterizedTest
  @CsvSource({
    "abcdef, 6, abcdef",
    "abcdefg, 6, abcde…",
    "日本語, 6, 日本語",
    "日本語だ, 6, 日本…",
    "日本語x, 7, 日本語x",
  })
  void cutsToColumns(String text, int columns, String cut) {
    assertThat(TerminalColumns.cut(text, columns)).isEqualTo(cut);
  }

  @Test
  void doesNotCutWithinAnEscape() {
    assertThat(TerminalColumns.cut("abc\u001b\u001b", 11)).isEqualTo("abc\\u001b…");
  }

  @Test
  void boundsMarksThatTakeNoColumn() {
    assertThat(TerminalColumns.cut("a" + "\u0301".repeat(100_000), 10)).hasSizeLessThan(50);
  }

  @Test
  void anyTextIsBoundedAndHarmless() {
    Random random = new Random(20261121);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(60); j >= 0; j--) {
        text.append((char) random.nextInt(random.nextBoolean() ? 0x100 : 0x10000));
      }
      String escaped = TerminalColumns.cut(text.toString(), 20);
      assertThat(TerminalColumns.of(escaped)).isLessThanOrEqualTo(20);
      assertThat(escaped.codePoints()).allMatch(TextEscapes::isShownAsItIs);
    }
  }
}
