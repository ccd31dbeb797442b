// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/// The running kernel's files, open from their first read on.
///
/// The kernel keeps a buffer of a page or two for each open file, so there is a bound besides that
/// on descriptors.
final class OpenKernelFiles implements KeptFiles {
  /// What the kernel spends 32 MiB on.
  private static final int MOST = 8192;

  /// `sizeof(struct rlimit)` of `<sys/resource.h>`; its first member is the soft limit.
  static final int RLIMIT_SIZE = 16;

  private final Arena arena = Arena.ofAuto();
  private final Libc libc = new Libc(arena);
  private final PathBuffer path = new PathBuffer(arena);
  private final FileReader reader = new FileReader(libc, arena, ProcKernelFiles.MAX_BYTES);
  private final Set<KeptFile> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private final int most;

  /// @param most how many may be open
  OpenKernelFiles(int most) {
    this.most = most;
  }

  /// Half of what this process may have open.
  static int most() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limit = arena.allocate(RLIMIT_SIZE, Long.BYTES);
      if (new Libc(arena).getrlimit(Libc.RLIMIT_NOFILE, limit) < 0) {
        return 0;
      }
      long soft = limit.get(JAVA_LONG, 0);
      return soft < 0 ? MOST : (int) Math.min(MOST, soft / 2);
    }
  }

  @Override
  public FileContent read(KeptFile file) throws ErrnoException {
    if (file.descriptor != KeptFile.CLOSED) {
      return reader.readFromStart(file.descriptor, file.directory(), file.name());
    }
    int fd = libc.openat(Libc.AT_FDCWD, path.path(file.directory(), file.name()), Libc.O_RDONLY);
    ProcKernelFiles.check(fd, "open", file.directory(), file.name());
    boolean kept = false;
    try {
      FileContent content = reader.readFromStart(fd, file.directory(), file.name());
      if (open.size() < most) {
        open.add(file);
        file.descriptor = fd;
        kept = true;
      }
      return content;
    } finally {
      if (!kept) {
        libc.close(fd);
      }
    }
  }

  @Override
  public void release(KeptFile file) {
    if (open.remove(file)) {
      libc.close(file.descriptor);
      file.descriptor = KeptFile.CLOSED;
    }
  }

  /// How many are open.
  int open() {
    return open.size();
  }

  @Override
  public void close() {
    for (KeptFile file : open) {
      libc.close(file.descriptor);
      file.descriptor = KeptFile.CLOSED;
    }
    open.clear();
  }
}
