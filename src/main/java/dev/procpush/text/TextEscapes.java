// SPDX-License-Identifier: Apache-2.0

package dev.procpush.text;

/// Makes text from strangers fit for a terminal, a log and a file: whatever moves the cursor, ends
/// the line, turns the direction of writing or stays invisible is written as `\u001b`. Letters of
/// all languages stay as they are.
///
/// The only escaping of the agent's text outputs, so that a name looks the same in each of them and
/// can be told from another in each.
public final class TextEscapes {
  private TextEscapes() {}

  /// The text with every such character escaped.
  public static String escape(CharSequence text) {
    return escape(text, Integer.MAX_VALUE);
  }

  /// The same, cut off with an ellipsis after so many characters of the original.
  public static String escape(CharSequence text, int maxLength) {
    StringBuilder escaped = new StringBuilder(Math.min(text.length(), maxLength) + 16);
    int i = 0;
    while (i < text.length()) {
      int codePoint = Character.codePointAt(text, i);
      int end = i + Character.charCount(codePoint);
      if (end > maxLength) {
        return escaped.append('…').toString();
      }
      append(escaped, codePoint);
      i = end;
    }
    return escaped.toString();
  }

  /// Appends one character, escaped where it has to be.
  public static void append(StringBuilder target, int codePoint) {
    if (isShownAsItIs(codePoint)) {
      target.appendCodePoint(codePoint);
    } else {
      appendEscape(target, codePoint);
    }
  }

  /// Appends the escape of a character: `\` and `u` with four digits for each of its UTF-16 units,
  /// as JSON has it.
  public static void appendEscape(StringBuilder target, int codePoint) {
    for (char unit : Character.toChars(codePoint)) {
      String hex = Integer.toHexString(unit);
      target.append("\\u").repeat('0', 4 - hex.length()).append(hex);
    }
  }

  /// Whether a reader sees the character, and a terminal does no more than to show it.
  public static boolean isShownAsItIs(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> !isInvisible(codePoint);
    };
  }

  /// Letters and marks that are never drawn, as Unicode's property `Default_Ignorable_Code_Point`
  /// lists them: joiners, fillers of Hangul and Khmer, selectors of variants.
  private static boolean isInvisible(int codePoint) {
    return switch (codePoint) {
      case 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x3164, 0xffa0 -> true;
      default ->
          (codePoint >= 0x180b && codePoint <= 0x180f)
              || (codePoint >= 0xfe00 && codePoint <= 0xfe0f)
              || (codePoint >= 0xe0100 && codePoint <= 0xe01ef);
    };
  }
}
