// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/// What `statx` says of a file. Unlike `struct stat` it has one layout on all processors:
///
/// ```c
/// struct statx {                  // offset  size
///   __u32 stx_mask;               //      0     4
///   __u32 stx_blksize;            //      4     4
///   __u64 stx_attributes;         //      8     8
///   __u32 stx_nlink;              //     16     4
///   __u32 stx_uid;                //     20     4
///   __u32 stx_gid;                //     24     4
///   __u16 stx_mode;               //     28     2
///   __u16 __spare0[1];            //     30     2
///   __u64 stx_ino;                //     32     8
///   __u64 stx_size;               //     40     8
///   __u64 stx_blocks;             //     48     8
///   ...                           //     56    40
///   struct statx_timestamp {      //     96
///     __s64 tv_sec;               //     96     8
///     __u32 tv_nsec;              //    104     4
///     __s32 __reserved;           //    108     4
///   } stx_ctime;
///   ...                           //    112    24
///   __u32 stx_dev_major;          //    136     4
///   __u32 stx_dev_minor;          //    140     4
///   __u64 stx_mnt_id;             //    144     8
///   ...                           //    152   104
/// };                              // in all   256
/// ```
///
/// @param segment the memory that the call fills in
record Statx(MemorySegment segment) {
  /// `STATX_TYPE | STATX_MODE | STATX_UID | STATX_GID | STATX_CTIME | STATX_INO | STATX_SIZE` of
  /// `<linux/stat.h>`.
  static final int MASK = 0x1 | 0x2 | 0x8 | 0x10 | 0x80 | 0x100 | 0x200;

  /// `STATX_TYPE | STATX_NLINK | STATX_INO | STATX_BLOCKS`, for who asks how much space it takes.
  static final int SPACE_MASK = 0x1 | 0x4 | 0x100 | 0x400;

  /// `STATX_MNT_ID_UNIQUE`, since Linux 6.8.
  static final int UNIQUE_MOUNT_ID = 0x4000;

  static final StructLayout LAYOUT =
      MemoryLayout.structLayout(
              JAVA_INT.withName("stx_mask"),
              JAVA_INT.withName("stx_blksize"),
              JAVA_LONG.withName("stx_attributes"),
              JAVA_INT.withName("stx_nlink"),
              JAVA_INT.withName("stx_uid"),
              JAVA_INT.withName("stx_gid"),
              JAVA_SHORT.withName("stx_mode"),
              JAVA_SHORT.withName("__spare0"),
              JAVA_LONG.withName("stx_ino"),
              JAVA_LONG.withName("stx_size"),
              JAVA_LONG.withName("stx_blocks"),
              MemoryLayout.sequenceLayout(5, JAVA_LONG),
              MemoryLayout.structLayout(
                      JAVA_LONG.withName("tv_sec"),
                      JAVA_INT.withName("tv_nsec"),
                      JAVA_INT.withName("__reserved"))
                  .withName("stx_ctime"),
              MemoryLayout.sequenceLayout(3, JAVA_LONG),
              JAVA_INT.withName("stx_dev_major"),
              JAVA_INT.withName("stx_dev_minor"),
              JAVA_LONG.withName("stx_mnt_id"),
              MemoryLayout.sequenceLayout(13, JAVA_LONG))
          .withName("statx");

  private static final VarHandle MODE = LAYOUT.varHandle(PathElement.groupElement("stx_mode"));
  private static final VarHandle UID = LAYOUT.varHandle(PathElement.groupElement("stx_uid"));
  private static final VarHandle GID = LAYOUT.varHandle(PathElement.groupElement("stx_gid"));
  private static final VarHandle INO = LAYOUT.varHandle(PathElement.groupElement("stx_ino"));
  private static final VarHandle CTIME = timeOfChange("tv_sec");
  private static final VarHandle CTIME_NANOS = timeOfChange("tv_nsec");
  private static final VarHandle DEV_MAJOR =
      LAYOUT.varHandle(PathElement.groupElement("stx_dev_major"));
  private static final VarHandle DEV_MINOR =
      LAYOUT.varHandle(PathElement.groupElement("stx_dev_minor"));
  private static final VarHandle LINKS = LAYOUT.varHandle(PathElement.groupElement("stx_nlink"));
  private static final VarHandle BLOCKS = LAYOUT.varHandle(PathElement.groupElement("stx_blocks"));
  private static final VarHandle MASK_TOLD = LAYOUT.varHandle(PathElement.groupElement("stx_mask"));
  private static final VarHandle MOUNT_ID =
      LAYOUT.varHandle(PathElement.groupElement("stx_mnt_id"));
  private static final VarHandle SIZE = LAYOUT.varHandle(PathElement.groupElement("stx_size"));

  /// The bits of `stx_mode` that tell the kind of file, and four of the kinds: `S_IFMT`, `S_IFDIR`,
  /// `S_IFREG`, `S_IFLNK`, `S_IFSOCK` of `<sys/stat.h>`.
  private static final int S_IFMT = 0xF000;

  private static final int S_IFDIR = 0x4000;
  private static final int S_IFREG = 0x8000;
  private static final int S_IFLNK = 0xA000;
  private static final int S_IFSOCK = 0xC000;

  /// What `stx_blocks` counts in, whatever the file system's blocks are.
  private static final int BLOCK = 512;

  /// The bits of `stx_mode` that say who may do what.
  private static final int PERMISSIONS = 0xFFF;

  Statx(Arena arena) {
    this(arena.allocate(LAYOUT));
  }

  long inode() {
    return (long) INO.get(segment, 0L);
  }

  long size() {
    return (long) SIZE.get(segment, 0L);
  }

  /// How many names it has.
  int links() {
    return (int) LINKS.get(segment, 0L);
  }

  /// The space that it takes on disk.
  long bytesOnDisk() {
    return (long) BLOCKS.get(segment, 0L) * BLOCK;
  }

  /// The device number of the file system: the same for all files of one superblock.
  long device() {
    return (long) (int) DEV_MAJOR.get(segment, 0L) << 32
        | Integer.toUnsignedLong((int) DEV_MINOR.get(segment, 0L));
  }

  /// When the inode changed, since 1970.
  long ctimeNanos() {
    return (long) CTIME.get(segment, 0L) * 1_000_000_000 + (int) CTIME_NANOS.get(segment, 0L);
  }

  /// The number of the mount it was found by, which none after it gets; 0 where the kernel is older
  /// or was not asked with [#UNIQUE_MOUNT_ID].
  long mountId() {
    boolean isTold = ((int) MASK_TOLD.get(segment, 0L) & UNIQUE_MOUNT_ID) != 0;
    return isTold ? (long) MOUNT_ID.get(segment, 0L) : 0;
  }

  boolean isDirectory() {
    return type() == S_IFDIR;
  }

  boolean isRegularFile() {
    return type() == S_IFREG;
  }

  boolean isLink() {
    return type() == S_IFLNK;
  }

  boolean isSocket() {
    return type() == S_IFSOCK;
  }

  int permissions() {
    return (short) MODE.get(segment, 0L) & PERMISSIONS;
  }

  int uid() {
    return (int) UID.get(segment, 0L);
  }

  int gid() {
    return (int) GID.get(segment, 0L);
  }

  private int type() {
    return (short) MODE.get(segment, 0L) & S_IFMT;
  }

  private static VarHandle timeOfChange(String member) {
    return LAYOUT.varHandle(
        PathElement.groupElement("stx_ctime"), PathElement.groupElement(member));
  }
}
