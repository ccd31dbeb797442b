// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A cursor over the entries of an open directory, filled by `getdents64` again and again:
///
/// ```c
/// struct linux_dirent64 {         // offset  size
///   ino64_t        d_ino;         //      0     8
///   off64_t        d_off;         //      8     8
///   unsigned short d_reclen;      //     16     2
///   unsigned char  d_type;        //     18     1
///   char           d_name[];      //     19     to the NUL; d_reclen is a multiple of 8
/// };
/// ```
final class DirectoryEntries {
  /// What lies before the name; the C library has no type for it and the kernel exports none.
  static final StructLayout HEADER =
      MemoryLayout.structLayout(
              JAVA_LONG.withName("d_ino"),
              JAVA_LONG.withName("d_off"),
              JAVA_SHORT.withName("d_reclen"),
              JAVA_BYTE.withName("d_type"))
          .withName("linux_dirent64");

  private static final long INODE = HEADER.byteOffset(PathElement.groupElement("d_ino"));
  private static final long LENGTH = HEADER.byteOffset(PathElement.groupElement("d_reclen"));
  private static final long NAME = HEADER.byteSize();

  /// About 2,000 processes a call.
  private static final int CAPACITY = 64 * 1024;

  private final MemorySegment buffer;

  /// What the kernel has written, where it is read more quickly.
  private final byte[] bytes = new byte[CAPACITY];

  private final MemorySegment copy = MemorySegment.ofArray(bytes);
  private long filled;
  private long at;
  private long next;

  DirectoryEntries(Arena arena) {
    buffer = arena.allocate(CAPACITY, Long.BYTES);
  }

  /// Forgets the directory before.
  void rewind() {
    filled = 0;
    at = 0;
    next = 0;
  }

  /// Goes to the next entry.
  ///
  /// @return 1 on an entry, 0 at the end, else the negated errno
  int advance(Libc libc, int fd) {
    at = next;
    if (at >= filled) {
      filled = libc.getdents64(fd, buffer);
      at = 0;
      next = 0;
      if (filled <= 0) {
        return (int) filled;
      }
      MemorySegment.copy(buffer, 0, copy, 0, filled);
    }
    int length = Short.toUnsignedInt(buffer.get(JAVA_SHORT, at + LENGTH));
    if (length <= NAME || length > filled - at) {
      return -ErrnoException.EIO;
    }
    next = at + length;
    return 1;
  }

  long inode() {
    return buffer.get(JAVA_LONG, at + INODE);
  }

  /// The name as a number, or -1 when it is none: digits without leading zeros, within an int.
  int number() {
    long value = 0;
    int start = (int) (at + NAME);
    int end = (int) next;
    int i = start;
    for (; i < end; i++) {
      byte c = bytes[i];
      if (c == 0) {
        break;
      }
      if (c < '0' || c > '9' || (value == 0 && i > start)) {
        return -1;
      }
      value = value * 10 + (c - '0');
      if (value > Integer.MAX_VALUE) {
        return -1;
      }
    }
    return i == start ? -1 : (int) value;
  }

  /// The name as the kernel gave it, with its NUL, until the next step.
  MemorySegment rawName() {
    return buffer.asSlice(at + NAME, next - at - NAME);
  }

  /// The name's bytes without a NUL.
  byte[] nameBytes() {
    int start = (int) (at + NAME);
    int end = start;
    while (end < next && bytes[end] != 0) {
      end++;
    }
    return Arrays.copyOfRange(bytes, start, end);
  }

  /// Whether it is `.` or `..`.
  boolean isSelfOrParent() {
    int start = (int) (at + NAME);
    return bytes[start] == '.'
        && (bytes[start + 1] == 0 || (bytes[start + 1] == '.' && bytes[start + 2] == 0));
  }

  /// Whether the name is what follows the first `from` characters of a text.
  boolean isNamed(String text, int from) {
    int length = text.length() - from;
    int start = (int) (at + NAME);
    if (length >= next - start) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = text.charAt(from + i);
      if (c >= 0x80 || bytes[start + i] != c) {
        return c >= 0x80 && text.substring(from).equals(name());
      }
    }
    return bytes[start + length] == 0;
  }

  String name() {
    return buffer.getString(at + NAME, StandardCharsets.UTF_8);
  }
}
