// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

/// Text of strangers, cut to a length.
final class BoundedText {
  private BoundedText() {}

  /// Cuts what is too long, between two characters; half a character becomes the one that stands
  /// for an unknown one.
  static String cut(String text, int longest) {
    StringBuilder kept = new StringBuilder(Math.min(text.length(), longest));
    for (int i = 0; i < text.length(); ) {
      int character = text.codePointAt(i);
      i += Character.charCount(character);
      boolean lone = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
      if (kept.length() + Character.charCount(character) > longest) {
        break;
      }
      kept.appendCodePoint(lone ? '\ufffd' : character);
    }
    return kept.toString();
  }
}
