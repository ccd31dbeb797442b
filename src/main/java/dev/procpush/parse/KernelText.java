// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Bytes of the kernel as text. A name is the same text wherever it was read.
public final class KernelText {
  private KernelText() {}

  /// ASCII and UTF-8 as they are, and where the bytes are neither, each one beyond ASCII as `\xNN`,
  /// so that two names become one only where somebody spells such an escape out.
  public static String of(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] < 0) {
        return beyondAscii(bytes, from, to);
      }
    }
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /// Whether [#of] would give the same text.
  public static boolean is(String text, byte[] bytes, int from, int to) {
    int length = to - from;
    if (text.length() != length) {
      return text.equals(of(bytes, from, to));
    }
    for (int i = 0; i < length; i++) {
      if (bytes[from + i] != text.charAt(i)) {
        return bytes[from + i] < 0 && text.equals(of(bytes, from, to));
      }
    }
    return true;
  }

  private static String beyondAscii(byte[] bytes, int from, int to) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, to - from))
          .toString();
    } catch (CharacterCodingException e) {
      StringBuilder escaped = new StringBuilder(4 * (to - from));
      for (int i = from; i < to; i++) {
        if (bytes[i] >= 0) {
          escaped.append((char) bytes[i]);
        } else {
          escaped.append(String.format("\\x%02x", bytes[i] & 0xff));
        }
      }
      return escaped.toString();
    }
  }
}
