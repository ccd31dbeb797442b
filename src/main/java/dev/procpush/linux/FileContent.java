// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// The bytes of one kernel file. They are valid until the next read of the [KernelFiles] that gave
/// them, which uses the same array again.
public final class FileContent {
  /// The most that is kept for the next file: more than what is read in each cycle has. Mounts of
  /// many containers have more, but are seldom read.
  private static final int KEPT = 128 * 1024;

  private byte[] bytes;

  /// The same memory, which a bulk copy goes to quickest.
  private MemorySegment segment;

  private int length;

  FileContent(int capacity) {
    this(new byte[capacity]);
  }

  private FileContent(byte[] bytes) {
    this.bytes = bytes;
    segment = MemorySegment.ofArray(bytes);
  }

  /// A content of its own, for sources that do not reuse a buffer.
  public static FileContent of(byte[] bytes) {
    FileContent content = new FileContent(bytes);
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
      replace(new byte[KEPT]);
    }
  }

  /// Adds `count` bytes of `source`.
  void append(MemorySegment source, long from, int count) {
    reserve(count);
    MemorySegment.copy(source, from, segment, length, count);
    length += count;
  }

  /// Makes sure that the array has room for `count` bytes more.
  void reserve(int count) {
    if (bytes.length - length < count) {
      int larger = Math.max(length + count, bytes.length + bytes.length / 2);
      replace(Arrays.copyOf(bytes, larger));
    }
  }

  /// Sets where the content ends in the array.
  void end(int newLength) {
    length = newLength;
  }

  private void replace(byte[] array) {
    bytes = array;
    segment = MemorySegment.ofArray(array);
  }

  /// A copy that outlives the next read.
  public byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }
}
