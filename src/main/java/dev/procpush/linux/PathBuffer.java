// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// Memory in which one path after another is put together for the kernel, as UTF-8 with a NUL at
/// the end.
final class PathBuffer {
  /// The longest path, its NUL included: `PATH_MAX` of `<linux/limits.h>`.
  static final int PATH_MAX = 4096;

  private final MemorySegment segment;

  /// Where the path is put together, which is quicker than byte by byte in the kernel's memory.
  private final byte[] bytes = new byte[PATH_MAX];

  private final MemorySegment source = MemorySegment.ofArray(bytes);
  private int length;

  PathBuffer(Arena arena) {
    segment = arena.allocate(PATH_MAX);
  }

  /// Puts a path in place of the one before.
  MemorySegment path(String path) throws ErrnoException {
    length = 0;
    return append(path) ? terminated() : refuse(path);
  }

  /// Puts `directory/name` in place of the path before.
  MemorySegment path(String directory, String name) throws ErrnoException {
    length = 0;
    return append(directory) && append("/") && append(name)
        ? terminated()
        : refuse(directory + "/" + name);
  }

  private MemorySegment terminated() {
    bytes[length] = 0;
    MemorySegment.copy(source, 0, segment, 0, length + 1);
    return segment;
  }

  /// Whether it fits and the kernel would read all of it.
  private boolean append(String text) {
    if (text.length() >= PATH_MAX - length) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return false;
      }
      if (c >= 0x80) {
        return appendEncoded(text.substring(i));
      }
      bytes[length++] = (byte) c;
    }
    return true;
  }

  private boolean appendEncoded(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    if (encoded.length >= PATH_MAX - length || text.indexOf('\0') >= 0) {
      return false;
    }
    System.arraycopy(encoded, 0, bytes, length, encoded.length);
    length += encoded.length;
    return true;
  }

  private static MemorySegment refuse(String path) throws ErrnoException {
    boolean nul = path.indexOf('\0') >= 0;
    throw new ErrnoException(
        nul ? ErrnoException.EINVAL : ErrnoException.ENAMETOOLONG, "open", path);
  }
}
