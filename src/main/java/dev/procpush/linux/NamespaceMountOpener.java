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
  private int descriptors = CLOSED;
  private boolean knowsNsfs;
  private long nsfs;

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
    long nsfs = nsfs(home);
    int place = check(resolution.open(libc, memory, root(), name), "open", name);
    try {
      check(libc.statx(place, emptyPath, Libc.AT_EMPTY_PATH, statx), "statx", name);
      if (statx.device() != nsfs
          || statx.inode() != mount.nsfsInode()
          || statx.ctimeNanos() != mount.ctimeNanos()) {
        throw new ErrnoException(ErrnoException.ESTALE, "open", name);
      }
      // The place itself, not its path again: what was looked at is what is opened.
      int own = descriptors();
      MemorySegment self = path.path(Integer.toString(place));
      return check(libc.openat(own, self, Libc.O_RDONLY), "open", name);
    } finally {
      libc.close(place);
    }
  }

  /// Forgets the root until the next time.
  void close() {
    root = closed(root);
    descriptors = closed(descriptors);
  }

  private long nsfs(int home) throws ErrnoException {
    if (!knowsNsfs) {
      check(libc.statx(home, emptyPath, Libc.AT_EMPTY_PATH, statx), "statx", "home");
      nsfs = statx.device();
      knowsNsfs = true;
    }
    return nsfs;
  }

  private int root() throws ErrnoException {
    if (root == CLOSED) {
      root = place(rootfs);
    }
    return root;
  }

  private int descriptors() throws ErrnoException {
    if (descriptors == CLOSED) {
      descriptors = place("/proc/self/fd");
    }
    return descriptors;
  }

  private int place(String directory) throws ErrnoException {
    int flags = Libc.O_PATH | libc.directoryFlag();
    return check(libc.openat(Libc.AT_FDCWD, path.path(directory), flags), "open", directory);
  }

  private int closed(int descriptor) {
    if (descriptor != CLOSED) {
      libc.close(descriptor);
    }
    return CLOSED;
  }

  private static int check(int result, String call, String path) throws ErrnoException {
    return (int) Libc.check(result, call, path);
  }
}
