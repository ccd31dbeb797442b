// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// The bytes of one kernel file. They are valid until the next read of the [KernelFiles] that gave
/// them, which uses the same array again.
public final class FileContent {
  /// The most that is kept for the next file: one of many megabytes may never come again.
  private static final int KEPT = 1024 * 1024;

  private static final MemorySegment ZEROS = MemorySegment.ofArray(new byte[3]);

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

  /// Starts anew; the array stays, unless it has become very large.
  void clear() {
    length = 0;
    if (bytes.length > KEPT) {
      bytes = new byte[KEPT];
    }
  }

  /// Adds `count` bytes of `source`.
  void append(MemorySegment source, long from, int count) {
    if (bytes.length - length < count) {
      bytes = Arrays.copyOf(bytes, Math.max(length + count, bytes.length + bytes.length / 2));
    }
    MemorySegment.copy(source, JAVA_BYTE, from, bytes, length, count);
    length += count;
  }

  /// Adds zero bytes, at most three.
  void fill(int count) {
    if (count > 0) {
      append(ZEROS, 0, count);
    }
  }

  /// A copy that outlives the next read.
  public byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }
}
