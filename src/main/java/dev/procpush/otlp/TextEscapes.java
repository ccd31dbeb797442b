// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

/// Makes text from strangers fit for a terminal or a log: what would move the cursor, end the line
/// or turn the writing direction is written as `\u001b`.
public final class TextEscapes {
  private TextEscapes() {}

  /// The text with every such character escaped.
  public static String escape(CharSequence text) {
    return escape(text, Integer.MAX_VALUE);
  }

  /// The same, cut off with an ellipsis after so many characters of the original.
  public static String escape(CharSequence text, int maxLength) {
    int length = Math.min(text.length(), maxLength);
    StringBuilder escaped = new StringBuilder(length + 16);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (isDangerous(c)) {
        appendEscape(escaped, c);
      } else {
        escaped.append(c);
      }
    }
    if (length < text.length()) {
      escaped.append('…');
    }
    return escaped.toString();
  }

  /// Whether the character is a control (C0, DEL, C1), a line or paragraph separator, or controls
  /// the direction of writing.
  public static boolean isDangerous(char c) {
    return c < ' '
        || (c >= 0x7f && c <= 0x9f)
        || c == 0x061c
        || (c >= 0x200e && c <= 0x200f)
        || (c >= 0x2028 && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069);
  }

  static void appendEscape(StringBuilder target, char c) {
    String hex = Integer.toHexString(c);
    target.append("\\u").repeat('0', 4 - hex.length()).append(hex);
  }
}
