// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Reads files by names that a user may have written. Neither the name nor a link leads out of the
/// directory that it is relative to.
final class FilesBeneath {
  private final Libc libc;
  private final FileReader reader;
  private final boolean hasOpenat2;
  private final PathBuffer path;
  private final OpenHow how;

  /// @param hasOpenat2 without it, links are followed as the kernel made them: procfs and sysfs
  ///   have none that lead out
  FilesBeneath(Libc libc, Arena arena, FileReader reader, boolean hasOpenat2) {
    this.libc = libc;
    this.reader = reader;
    this.hasOpenat2 = hasOpenat2;
    path = new PathBuffer(arena);
    how = OpenHow.readBeneath(arena);
  }

  /// @param directory the descriptor of a directory of the kernel's
  /// @param title its name in an exception
  FileContent read(int directory, String title, String name) throws ErrnoException {
    checkName(title, name);
    return read(directory, title, name, path.path(name), false);
  }

  /// As the other one.
  ///
  /// @param relative the part of the name that is relative to the directory
  /// @param atOnce whether the kernel makes up all of it at the first read
  FileContent read(int directory, String title, String name, MemorySegment relative, boolean atOnce)
      throws ErrnoException {
    int flags = Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_NOCTTY;
    int fd =
        hasOpenat2 ? how.open(libc, directory, relative) : libc.openat(directory, relative, flags);
    Libc.check(fd, "open", title, name);
    try {
      return atOnce ? reader.readFromStart(fd, title, name) : reader.readToEnd(fd, title, name);
    } finally {
      libc.close(fd);
    }
  }

  /// Refuses a name that is empty, absolute or has `..` in it.
  static void checkName(String title, String name) throws ErrnoException {
    if (name.isEmpty() || name.charAt(0) == '/' || hasParent(name)) {
      throw new ErrnoException(ErrnoException.EINVAL, "open", title + "/" + name);
    }
  }

  private static boolean hasParent(String name) {
    int start = 0;
    while (true) {
      int slash = name.indexOf('/', start);
      int end = slash < 0 ? name.length() : slash;
      if (end - start == 2 && name.startsWith("..", start)) {
        return true;
      }
      if (slash < 0) {
        return false;
      }
      start = end + 1;
    }
  }
}
