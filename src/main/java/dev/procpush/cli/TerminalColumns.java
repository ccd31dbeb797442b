// SPDX-License-Identifier: Apache-2.0

package dev.procpush.cli;

import dev.procpush.text.TextEscapes;
import java.lang.Character.UnicodeScript;

/// How many columns of a terminal a text takes.
final class TerminalColumns {

  private static final char ELLIPSIS = '…';

  private TerminalColumns() {}

  /// The text [escaped][TextEscapes], cut to a number of columns; an ellipsis stands for what was
  /// cut off.
  static String cut(String text, int columns) {
    StringBuilder escaped = new StringBuilder();
    int used = 0;
    int fitting = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int before = escaped.length();
      TextEscapes.append(escaped, text.codePointAt(i));
      used += of(escaped.substring(before));
      if (used > columns || escaped.length() > 4 * columns) {
        return escaped.substring(0, fitting) + ELLIPSIS;
      }
      if (used < columns) {
        fitting = escaped.length();
      }
    }
    return escaped.toString();
  }

  /// How many an escaped text takes on most terminals.
  static int of(String escaped) {
    return escaped.codePoints().map(TerminalColumns::of).sum();
  }

  private static int of(int codePoint) {
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
}
