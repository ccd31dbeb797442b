// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.procpush.text.TextEscapes;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Arrays;

/// Takes UTF-8 and prints it with [TextEscapes], piece by piece: it may be more than fits into
/// memory.
final class EscapedUtf8 extends OutputStream {
  private final PrintStream target;
  private byte[] piece = new byte[8192];
  private int length;

  EscapedUtf8(PrintStream target) {
    this.target = target;
  }

  @Override
  public void write(int b) {
    if (length == piece.length) {
      print();
    }
    piece[length++] = (byte) b;
  }

  @Override
  public void write(byte[] bytes, int offset, int count) {
    for (int i = offset; i < offset + count; i++) {
      write(bytes[i]);
    }
  }

  /// Prints up to the last character of ASCII, so that no other is cut in two.
  private void print() {
    int end = length;
    while (end > 0 && piece[end - 1] < 0) {
      end--;
    }
    if (end == 0) {
      piece = Arrays.copyOf(piece, 2 * piece.length);
      return;
    }
    print(end);
    System.arraycopy(piece, end, piece, 0, length - end);
    length -= end;
  }

  private void print(int end) {
    target.print(TextEscapes.escape(new String(piece, 0, end, UTF_8)));
  }

  /// Prints what is left. The target stays open.
  @Override
  public void close() {
    print(length);
    length = 0;
  }
}
