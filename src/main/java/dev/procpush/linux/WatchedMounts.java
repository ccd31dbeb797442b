// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// The `mountinfo` of a process. The kernel counts the changes of each mount namespace and tells
/// whoever polls an open one whether there were any since it was opened (`fs/proc_namespace.c`,
/// `mounts_poll`), which costs a thousandth of reading hundreds of mounts. It is opened anew for
/// each reading, so that a change meanwhile is one since it was opened.
///
/// The open file keeps the mount namespace and the root of the process alive.
final class WatchedMounts implements WatchedFile {
  /// `POLLIN`, `POLLPRI` and `POLLOUT` of `<poll.h>`.
  static final short POLLIN = 0x1;

  static final short POLLPRI = 0x2;
  static final short POLLOUT = 0x4;

  /// `struct pollfd` of `<poll.h>`: `int fd; short events; short revents;`.
  static final int POLLFD_SIZE = 8;

  static final int EVENTS = 4;
  static final int RETURNED_EVENTS = 6;
  private static final String NAME = "mountinfo";
  private static final int CLOSED = -1;

  private final Libc libc;
  private final PathBuffer path;
  private final FileReader reader;
  private final String directory;
  private final MemorySegment pollfd;
  private int descriptor = CLOSED;

  /// @param directory the folder of the process
  WatchedMounts(Libc libc, Arena arena, PathBuffer path, FileReader reader, String directory) {
    this.libc = libc;
    this.path = path;
    this.reader = reader;
    this.directory = directory;
    pollfd = arena.allocate(POLLFD_SIZE, Integer.BYTES);
  }

  @Override
  public @Nullable FileContent readIfChanged() throws ErrnoException {
    if (descriptor != CLOSED && isUnchanged()) {
      return null;
    }
    close();
    int fd = libc.openat(Libc.AT_FDCWD, path.path(directory, NAME), Libc.O_RDONLY);
    Libc.check(fd, "open", directory, NAME);
    boolean kept = false;
    try {
      FileContent content = reader.readToEnd(fd, directory, NAME);
      descriptor = fd;
      kept = true;
      return content;
    } finally {
      if (!kept) {
        libc.close(fd);
      }
    }
  }

  /// A file that can be read and, as all can that tell nothing, be written to is none that tells.
  private boolean isUnchanged() {
    pollfd.set(JAVA_INT, 0, descriptor);
    pollfd.set(JAVA_SHORT, EVENTS, (short) (POLLIN | POLLPRI | POLLOUT));
    pollfd.set(JAVA_SHORT, RETURNED_EVENTS, (short) 0);
    return libc.poll(pollfd, 1, 0) == 1 && pollfd.get(JAVA_SHORT, RETURNED_EVENTS) == POLLIN;
  }

  @Override
  public void close() {
    if (descriptor != CLOSED) {
      libc.close(descriptor);
      descriptor = CLOSED;
    }
  }
}
