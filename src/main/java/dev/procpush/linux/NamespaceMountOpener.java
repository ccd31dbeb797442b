// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Opens namespaces by their bind mounts below the host's root. Nothing but the very namespace is
/// ever opened: a mount is first found as a place, then looked at.
final class NamespaceMountOpener {
  private static final int CLOSED = -1;

  private final Libc libc;
  private final String rootfs;
  private final RootResolution resolution;
  private final RootResolution.Memory memory;
  private final PathBuffer path;
  private final MemorySegment emptyPath;
  private final Statx statx;
  private int root = CLOSED;

  NamespaceMountOpener(Libc libc, Arena arena, String rootfs, RootResolution resolution) {
    this.libc = libc;
    this.rootfs = rootfs;
    this.resolution = resolution;
    memory = new RootResolution.Memory(arena);
    path = new PathBuffer(arena);
    emptyPath = arena.allocateFrom("");
    statx = new Statx(arena);
  }

  /// @param home a descriptor of any namespace: all are files of one file system
  /// @return a descriptor, which keeps the namespace alive
  int open(NamespaceMount mount, int home) throws ErrnoException {
    String name = mount.path();
    if (!name.startsWith("/")) {
      throw new ErrnoException(ErrnoException.EINVAL, "open", name);
    }
    check(libc.statx(home, emptyPath, Libc.AT_EMPTY_PATH, statx), "statx", "home");
    long nsfs = statx.device();
    int place = check(resolution.open(libc, memory, root(), name), "open", name);
    try {
      check(libc.statx(place, emptyPath, Libc.AT_EMPTY_PATH, statx), "statx", name);
      if (statx.device() != nsfs
          || statx.inode() != mount.nsfsInode()
          || statx.ctimeNanos() != mount.ctimeNanos()) {
        throw new ErrnoException(ErrnoException.ESTALE, "open", name);
      }
      MemorySegment self = path.path("/proc/self/fd", Integer.toString(place));
      return check(libc.openat(Libc.AT_FDCWD, self, Libc.O_RDONLY), "open", name);
    } finally {
      libc.close(place);
    }
  }

  /// Forgets the root until the next time.
  void close() {
    if (root != CLOSED) {
      libc.close(root);
      root = CLOSED;
    }
  }

  private int root() throws ErrnoException {
    if (root == CLOSED) {
      int flags = Libc.O_PATH | libc.directoryFlag();
      root = check(libc.openat(Libc.AT_FDCWD, path.path(rootfs), flags), "open", rootfs);
    }
    return root;
  }

  private static int check(int result, String call, String path) throws ErrnoException {
    return (int) ProcKernelFiles.check(result, call, path);
  }
}
