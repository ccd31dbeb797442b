// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// Memory in which one path after another is put together for the kernel, as UTF-8 with a NUL at
/// the end.
final class PathBuffer {
  /// The longest path, its NUL included: `PATH_MAX` of `<linux/limits.h>`.
  static final int PATH_MAX = 4096;

  private final MemorySegment segment;
  private int length;

  PathBuffer(Arena arena) {
    segment = arena.allocate(PATH_MAX);
  }

  /// Puts a path in place of the one before.
  MemorySegment path(String path) throws ErrnoException {
    length = 0;
    return append(path) ? terminated() : refuse(path);
  }

  /// Puts what follows the first `from` characters of a path in place of the one before.
  MemorySegment pathFrom(String path, int from) throws ErrnoException {
    length = 0;
    return append(path, from) ? terminated() : refuse(path);
  }

  /// Puts `directory/name` in place of the path before.
  MemorySegment path(String directory, String name) throws ErrnoException {
    length = 0;
    return append(directory) && append("/") && append(name)
        ? terminated()
        : refuse(directory + "/" + name);
  }

  private MemorySegment terminated() {
    segment.set(JAVA_BYTE, length, (byte) 0);
    return segment;
  }

  /// Whether it fits and the kernel would read all of it.
  private boolean append(String text) {
    return append(text, 0);
  }

  private boolean append(String text, int from) {
    if (text.length() - from >= PATH_MAX - length) {
      return false;
    }
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return false;
      }
      if (c >= 0x80) {
        return appendEncoded(text.substring(i));
      }
      segment.set(JAVA_BYTE, length++, (byte) c);
    }
    return true;
  }

  private boolean appendEncoded(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length >= PATH_MAX - length || text.indexOf('\0') >= 0) {
      return false;
    }
    MemorySegment.copy(bytes, 0, segment, JAVA_BYTE, length, bytes.length);
    length += bytes.length;
    return true;
  }

  private static MemorySegment refuse(String path) throws ErrnoException {
    boolean nul = path.indexOf('\0') >= 0;
    throw new ErrnoException(
        nul ? ErrnoException.EINVAL : ErrnoException.ENAMETOOLONG, "open", path);
  }
}
