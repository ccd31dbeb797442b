// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse;

import java.util.Arrays;

/// Lines as they were when they were last parsed, in whatever namespace's file. Where a file has
/// the same ones again, all that follows from them is known without taking them apart.
public final class LastLines {
  private static final int NONE = -1;
  private static final int MOST_BYTES = 64 * 1024;
  private static final byte[] EMPTY = {};

  private byte[] bytes = EMPTY;
  private int length = NONE;
  private int count;

  /// Whether they stand there.
  boolean isAt(int from, byte[] text, int end) {
    int behind = from + length;
    return length != NONE && behind <= end && Arrays.equals(text, from, behind, bytes, 0, length);
  }

  /// Their bytes, the line feeds included.
  int length() {
    return length;
  }

  public int count() {
    return count;
  }

  void set(byte[] text, int from, int to, int lines) {
    if (to - from > MOST_BYTES) {
      forget();
      return;
    }
    count = lines;
    length = to - from;
    if (bytes.length < length) {
      bytes = new byte[2 * length];
    }
    System.arraycopy(text, from, bytes, 0, length);
  }

  /// Begins anew.
  public void forget() {
    length = NONE;
  }
}
