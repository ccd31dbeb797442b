// SPDX-License-Identifier: Apache-2.0

package dev.procpush.cli;

import java.lang.Character.UnicodeScript;
import java.util.Locale;

/// Text from strangers made fit for a terminal: whatever could move the cursor, change colours,
/// turn the direction of writing or stay invisible is written as `\u001b`, the way all the agent's
/// output has it.
final class TerminalText {

  private static final char ELLIPSIS = '…';

  private TerminalText() {}

  /// The whole text, escaped.
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(escaped, c));
    return escaped.toString();
  }

  /// The text escaped, cut to a number of columns; an ellipsis stands for what was cut off.
  static String escaped(String text, int columns) {
    StringBuilder escaped = new StringBuilder();
    int used = 0;
    int fitting = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int before = escaped.length();
      append(escaped, text.codePointAt(i));
      used += width(escaped.substring(before));
      if (used > columns || escaped.length() > 4 * columns) {
        return escaped.substring(0, fitting) + ELLIPSIS;
      }
      if (used < columns) {
        fitting = escaped.length();
      }
    }
    return escaped.toString();
  }

  /// How many columns an escaped text takes on most terminals.
  static int width(String escaped) {
    return escaped.codePoints().map(TerminalText::width).sum();
  }

  private static int width(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> 0;
      default -> isWide(codePoint) ? 2 : 1;
    };
  }

  private static boolean isWide(int codePoint) {
    return codePoint >= 0x1100
        && (Character.isEmojiPresentation(codePoint)
            || (codePoint >= 0xFF01 && codePoint <= 0xFF60)
            || switch (UnicodeScript.of(codePoint)) {
              case HAN, HIRAGANA, KATAKANA, HANGUL -> true;
              default -> false;
            });
  }

  private static void append(StringBuilder escaped, int codePoint) {
    if (isHarmless(codePoint)) {
      escaped.appendCodePoint(codePoint);
      return;
    }
    for (char c : Character.toChars(codePoint)) {
      escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
    }
  }

  private static boolean isHarmless(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
