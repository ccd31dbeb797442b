// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import java.util.Arrays;

/// The bytes of one kernel file. They are valid until the next read of the [KernelFiles] that gave
/// them, which uses the same array again.
public final class FileContent {
  private byte[] bytes;
  private int length;

  FileContent(int capacity) {
    bytes = new byte[capacity];
  }

  /// A content of its own, for sources that do not reuse a buffer.
  public static FileContent of(byte[] bytes) {
    FileContent content = new FileContent(0);
    content.bytes = bytes;
    content.length = bytes.length;
    return content;
  }

  /// The array that holds the file from index 0; longer than the file.
  public byte[] bytes() {
    return bytes;
  }

  /// How many bytes the file has.
  public int length() {
    return length;
  }

  /// Makes room for `capacity` bytes; what was there before is lost.
  void reset(int capacity) {
    if (bytes.length < capacity) {
      bytes = new byte[Math.max(capacity, Math.min(bytes.length, Integer.MAX_VALUE / 2) * 2)];
    }
    length = 0;
  }

  void length(int newLength) {
    length = newLength;
  }

  /// A copy that outlives the next read.
  public byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }
}
