// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// How `openat2` opens and follows a path, unlike `openat` never out of the directory given:
///
/// ```c
/// struct open_how {             // offset  size
///   __u64 flags;                //      0     8
///   __u64 mode;                 //      8     8
///   __u64 resolve;              //     16     8
/// };                            // in all    24
/// ```
///
/// @param segment the filled structure
record OpenHow(MemorySegment segment) {
  static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
              JAVA_LONG.withName("flags"),
              JAVA_LONG.withName("mode"),
              JAVA_LONG.withName("resolve"))
          .withName("open_how");

  /// `RESOLVE_NO_MAGICLINKS` of `<linux/openat2.h>`.
  static final long RESOLVE_NO_MAGICLINKS = 0x02;

  /// `RESOLVE_BENEATH` of `<linux/openat2.h>`.
  static final long RESOLVE_BENEATH = 0x08;

  /// `RESOLVE_IN_ROOT` of `<linux/openat2.h>`.
  static final long RESOLVE_IN_ROOT = 0x10;

  private static final long FLAGS = LAYOUT.byteOffset(PathElement.groupElement("flags"));
  private static final long RESOLVE = LAYOUT.byteOffset(PathElement.groupElement("resolve"));

  /// The kernel gives EAGAIN when something on the host was renamed or mounted while it followed
  /// `..`.
  private static final int MAX_TRIES = 64;

  /// Finds a place without opening what is there; the directory is the root of all links.
  static OpenHow placeInRoot(Arena arena) {
    return of(arena, Libc.O_PATH, RESOLVE_IN_ROOT);
  }

  /// Opens for reading; a link that leads out of the directory fails with EXDEV.
  static OpenHow readBeneath(Arena arena) {
    return of(arena, Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_NOCTTY, RESOLVE_BENEATH);
  }

  private static OpenHow of(Arena arena, long flags, long resolve) {
    MemorySegment how = arena.allocate(LAYOUT);
    how.set(JAVA_LONG, FLAGS, flags | Libc.O_CLOEXEC);
    how.set(JAVA_LONG, RESOLVE, resolve | RESOLVE_NO_MAGICLINKS);
    return new OpenHow(how);
  }

  /// @return a descriptor, else the negated errno
  int open(Libc libc, int directory, MemorySegment path) {
    int result;
    int tries = 0;
    do {
      result = libc.openat2(directory, path, segment);
    } while (result == -ErrnoException.EAGAIN && ++tries < MAX_TRIES);
    return result;
  }
}
