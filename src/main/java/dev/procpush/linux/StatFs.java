// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/// How full a file system is, as `statfs` tells, which has one layout on the processors Java runs
/// on:
///
/// ```c
/// struct statfs {              // offset  size
///   long     f_type;           //      0     8
///   long     f_bsize;          //      8     8
///   uint64_t f_blocks;         //     16     8
///   uint64_t f_bfree;          //     24     8
///   uint64_t f_bavail;         //     32     8
///   uint64_t f_files;          //     40     8
///   uint64_t f_ffree;          //     48     8
///   int      f_fsid[2];        //     56     8
///   long     f_namelen;        //     64     8
///   long     f_frsize;         //     72     8
///   long     f_flags;          //     80     8
///   long     f_spare[4];       //     88    32
/// };                           // in all   120
/// ```
///
/// @param type the number of the file system's type, as in `<linux/magic.h>`
/// @param device which file system it is, as [#device] makes it
/// @param blockSize what the blocks are counted in, in bytes
/// @param blocks of the whole file system
/// @param freeBlocks those that hold nothing
/// @param availableBlocks those of the free ones that are not kept for root
/// @param files inodes in all; 0 where the file system does not count them
/// @param freeFiles inodes that are not used
/// @param readOnly whether the file system is read-only; where the kernel is older than 6.8, also
///   true where only the mount is by which it was asked
public record StatFs(
    long type,
    long device,
    long blockSize,
    long blocks,
    long freeBlocks,
    long availableBlocks,
    long files,
    long freeFiles,
    boolean readOnly) {

  /// `BTRFS_SUPER_MAGIC` of `<linux/magic.h>`. Each subvolume has a device number of its own there,
  /// which is not the one in mountinfo.
  public static final long BTRFS_SUPER_MAGIC = 0x9123_683EL;

  static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
              JAVA_LONG.withName("f_type"),
              JAVA_LONG.withName("f_bsize"),
              JAVA_LONG.withName("f_blocks"),
              JAVA_LONG.withName("f_bfree"),
              JAVA_LONG.withName("f_bavail"),
              JAVA_LONG.withName("f_files"),
              JAVA_LONG.withName("f_ffree"),
              MemoryLayout.sequenceLayout(2, JAVA_INT).withName("f_fsid"),
              JAVA_LONG.withName("f_namelen"),
              JAVA_LONG.withName("f_frsize"),
              JAVA_LONG.withName("f_flags"),
              MemoryLayout.sequenceLayout(4, JAVA_LONG).withName("f_spare"))
          .withName("statfs");

  private static final long TYPE = offset("f_type");
  private static final long BSIZE = offset("f_bsize");
  private static final long BLOCKS = offset("f_blocks");
  private static final long BFREE = offset("f_bfree");
  private static final long BAVAIL = offset("f_bavail");
  private static final long FILES = offset("f_files");
  private static final long FFREE = offset("f_ffree");
  private static final long FLAGS = offset("f_flags");
  private static final long FRSIZE = offset("f_frsize");

  /// A device number, as `98:0` of mountinfo, in one.
  public static long device(long major, long minor) {
    return major << 32 | (minor & 0xffff_ffffL);
  }

  private static long offset(String member) {
    return LAYOUT.byteOffset(PathElement.groupElement(member));
  }

  /// What asks, with memory of its own: for one thread. It waits as long as the file system does.
  static final class Asker {
    private final Libc libc;
    private final PathBuffer path;
    private final RootResolution.Memory memory;
    private final Statx statx;
    private final StatMount statmount;
    private final MemorySegment statfs;
    private final MemorySegment emptyPath;

    Asker(Arena arena) {
      libc = new Libc(arena);
      path = new PathBuffer(arena);
      memory = new RootResolution.Memory(arena);
      statx = new Statx(arena);
      statmount = new StatMount(arena);
      statfs = arena.allocate(LAYOUT);
      emptyPath = arena.allocateFrom("");
    }

    /// Asks what is mounted at a place. Nothing is opened, so that nothing is mounted or started by
    /// that; no link leads out of the root.
    StatFs ask(RootResolution resolution, FileSystems.Place place) throws ErrnoException {
      int flags = Libc.O_PATH | libc.directoryFlag();
      int root = libc.openat(Libc.AT_FDCWD, path.path(place.root()), flags);
      Libc.check(root, "open", place.root());
      try {
        int fd = resolution.open(libc, memory, root, place.path());
        Libc.check(fd, "open", place.toString());
        try {
          return ask(fd, place);
        } finally {
          libc.close(fd);
        }
      } finally {
        libc.close(root);
      }
    }

    private StatFs ask(int fd, FileSystems.Place place) throws ErrnoException {
      Libc.check(libc.fstatfs(fd, statfs), "statfs", place.toString());
      int mask = Statx.MASK | Statx.UNIQUE_MOUNT_ID;
      int result = libc.statx(fd, emptyPath, Libc.AT_EMPTY_PATH, mask, statx);
      Libc.check(result, "statx", place.toString());
      long fragment = statfs.get(JAVA_LONG, FRSIZE);
      return new StatFs(
          statfs.get(JAVA_LONG, TYPE),
          statx.device(),
          fragment > 0 ? fragment : statfs.get(JAVA_LONG, BSIZE),
          statfs.get(JAVA_LONG, BLOCKS),
          statfs.get(JAVA_LONG, BFREE),
          statfs.get(JAVA_LONG, BAVAIL),
          statfs.get(JAVA_LONG, FILES),
          statfs.get(JAVA_LONG, FFREE),
          statmount.isReadOnly(libc, statx, statfs.get(JAVA_LONG, FLAGS)));
    }
  }
}
