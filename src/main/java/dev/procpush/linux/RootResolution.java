// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// How a path is followed without ever leaving the directory it starts from. What is found is not
/// opened: the descriptor is a place (`O_PATH`).
enum RootResolution {

  /// By the kernel: links are followed, an absolute one from the root given, `..` stops at it.
  /// Links that are no text, such as `/proc/<pid>/root`, fail with ELOOP.
  IN_ROOT {
    @Override
    int open(Libc libc, Memory memory, int root, String path) throws ErrnoException {
      return memory.inRoot.open(libc, root, memory.path.path(path));
    }
  },

  /// Component by component, for a kernel before 5.6 or a seccomp profile that does not know
  /// `openat2`. No link is followed: ELOOP. Nor is `..`: EXDEV.
  COMPONENTS {
    @Override
    int open(Libc libc, Memory memory, int root, String path) throws ErrnoException {
      PathBuffer buffer = memory.path;
      int flags = Libc.O_PATH | libc.noFollowFlag();
      int place = libc.openat(root, buffer.path("."), flags | libc.directoryFlag());
      for (String component : path.split("/", -1)) {
        if (place < 0) {
          return place;
        }
        if (component.isEmpty() || component.equals(".")) {
          continue;
        }
        int parent = place;
        try {
          place =
              component.equals("..")
                  ? -ErrnoException.EXDEV
                  : libc.openat(parent, buffer.path(component), flags);
        } finally {
          libc.close(parent);
        }
        if (place >= 0) {
          int result = libc.statx(place, memory.emptyPath, Libc.AT_EMPTY_PATH, memory.statx);
          if (result < 0 || memory.statx.isLink()) {
            libc.close(place);
            return result < 0 ? result : -ErrnoException.ELOOP;
          }
        }
      }
      return place;
    }
  };

  /// Opens a place, all of `path` taken from the directory `root`.
  ///
  /// @return a descriptor, else the negated errno
  abstract int open(Libc libc, Memory memory, int root, String path) throws ErrnoException;

  /// The best one that the running kernel has and lets us use.
  static RootResolution ofThisKernel() {
    try (Arena arena = Arena.ofConfined()) {
      Libc libc = new Libc(arena);
      int fd = IN_ROOT.open(libc, new Memory(arena), Libc.AT_FDCWD, "/");
      if (fd >= 0) {
        libc.close(fd);
      }
      return fd == -ErrnoException.ENOSYS || fd == -ErrnoException.EPERM ? COMPONENTS : IN_ROOT;
    } catch (ErrnoException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What a resolution hands to the kernel, to be used again and again.
  static final class Memory {
    private final PathBuffer path;
    private final OpenHow inRoot;
    private final Statx statx;
    private final MemorySegment emptyPath;

    Memory(Arena arena) {
      path = new PathBuffer(arena);
      inRoot = OpenHow.placeInRoot(arena);
      statx = new Statx(arena);
      emptyPath = arena.allocateFrom("");
    }
  }
}
