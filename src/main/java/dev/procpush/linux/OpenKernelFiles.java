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

  /// Those of which a file is open.
  private final Set<KeptFolder> folders = Collections.newSetFromMap(new IdentityHashMap<>());

  private final int most;
  private int open;

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
  public FileContent read(KeptFolder folder, int file) throws ErrnoException {
    int descriptor = folder.descriptors[file];
    if (descriptor == KeptFolder.CLOSED) {
      return open(folder, file);
    }
    try {
      return reader.readFromStart(descriptor, "", "");
    } catch (ErrnoException e) {
      String path = folder.directory(file) + "/" + folder.name(file);
      throw new ErrnoException(e.errno(), "pread", path);
    }
  }

  private FileContent open(KeptFolder folder, int file) throws ErrnoException {
    String directory = folder.directory(file);
    String name = folder.name(file);
    int fd = libc.openat(Libc.AT_FDCWD, path.path(directory, name), Libc.O_RDONLY);
    Libc.check(fd, "open", directory, name);
    boolean kept = false;
    try {
      FileContent content = reader.readFromStart(fd, directory, name);
      if (open < most) {
        folders.add(folder);
        folder.descriptors[file] = fd;
        open++;
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
  public void release(KeptFolder folder) {
    if (folders.remove(folder)) {
      closeAll(folder);
    }
  }

  private void closeAll(KeptFolder folder) {
    int[] descriptors = folder.descriptors;
    for (int file = 0; file < descriptors.length; file++) {
      if (descriptors[file] != KeptFolder.CLOSED) {
        libc.close(descriptors[file]);
        descriptors[file] = KeptFolder.CLOSED;
        open--;
      }
    }
  }

  /// How many are open.
  int open() {
    return open;
  }

  @Override
  public void close() {
    folders.forEach(this::closeAll);
    folders.clear();
  }
}
