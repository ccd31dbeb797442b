// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// How a path is followed without ever leaving the directory it starts from. What is found is not
/// opened: the descriptor is a place (`O_PATH`).
enum RootResolution {

  /// By the kernel: links are followed, an absolute one from the root given, `..` stops at it.
  /// Links that are no text, such as `/proc/<pid>/root`, fail with ELOOP.
  IN_ROOT {
    @Override
    int open(Libc libc, Arena arena, int root, String path) throws ErrnoException {
      MemorySegment how = arena.allocate(OPEN_HOW);
      how.set(JAVA_LONG, HOW_FLAGS, Libc.O_PATH | Libc.O_CLOEXEC);
      how.set(JAVA_LONG, HOW_RESOLVE, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
      MemorySegment nativePath = new PathBuffer(arena).path(path);
      int result;
      int tries = 0;
      do {
        result = libc.openat2(root, nativePath, how);
      } while (result == -ErrnoException.EAGAIN && ++tries < MAX_TRIES);
      return result;
    }
  },

  /// Component by component, for a kernel before 5.6 or a seccomp profile that does not know
  /// `openat2`. No link is followed: ELOOP. Nor is `..`: EXDEV.
  COMPONENTS {
    @Override
    int open(Libc libc, Arena arena, int root, String path) throws ErrnoException {
      PathBuffer buffer = new PathBuffer(arena);
      Statx statx = new Statx(arena);
      MemorySegment empty = arena.allocateFrom("");
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
          int result = libc.statx(place, empty, Libc.AT_EMPTY_PATH, statx);
          if (result < 0 || statx.isLink()) {
            libc.close(place);
            return result < 0 ? result : -ErrnoException.ELOOP;
          }
        }
      }
      return place;
    }
  };

  /// ```c
  /// struct open_how {             // offset  size
  ///   __u64 flags;                //      0     8
  ///   __u64 mode;                 //      8     8
  ///   __u64 resolve;              //     16     8
  /// };                            // in all    24
  /// ```
  static final StructLayout OPEN_HOW =
      MemoryLayout.structLayout(
              JAVA_LONG.withName("flags"),
              JAVA_LONG.withName("mode"),
              JAVA_LONG.withName("resolve"))
          .withName("open_how");

  /// `RESOLVE_NO_MAGICLINKS` of `<linux/openat2.h>`.
  static final long RESOLVE_NO_MAGICLINKS = 0x02;

  /// `RESOLVE_IN_ROOT` of `<linux/openat2.h>`.
  static final long RESOLVE_IN_ROOT = 0x10;

  private static final long HOW_FLAGS = OPEN_HOW.byteOffset(PathElement.groupElement("flags"));
  private static final long HOW_RESOLVE = OPEN_HOW.byteOffset(PathElement.groupElement("resolve"));

  /// The kernel gives EAGAIN when something on the host was renamed or mounted while it followed
  /// `..`.
  private static final int MAX_TRIES = 64;

  /// Opens a place, all of `path` taken from the directory `root`.
  ///
  /// @return a descriptor, else the negated errno
  abstract int open(Libc libc, Arena arena, int root, String path) throws ErrnoException;

  /// The best one that the running kernel has and lets us use.
  static RootResolution ofThisKernel() {
    try (Arena arena = Arena.ofConfined()) {
      Libc libc = new Libc(arena);
      int fd = IN_ROOT.open(libc, arena, Libc.AT_FDCWD, "/");
      if (fd >= 0) {
        libc.close(fd);
      }
      return fd == -ErrnoException.ENOSYS || fd == -ErrnoException.EPERM ? COMPONENTS : IN_ROOT;
    } catch (ErrnoException e) {
      throw new IllegalStateException(e);
    }
  }
}
