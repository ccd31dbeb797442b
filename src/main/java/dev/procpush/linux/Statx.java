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
///   ...                           //     48   208
/// };                              // in all   256
/// ```
///
/// @param segment the memory that the call fills in
record Statx(MemorySegment segment) {
  /// `STATX_TYPE | STATX_INO | STATX_SIZE` of `<linux/stat.h>`.
  static final int MASK = 0x1 | 0x100 | 0x200;

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
              MemoryLayout.sequenceLayout(26, JAVA_LONG).withName("rest"))
          .withName("statx");

  private static final VarHandle MODE = LAYOUT.varHandle(PathElement.groupElement("stx_mode"));
  private static final VarHandle INO = LAYOUT.varHandle(PathElement.groupElement("stx_ino"));
  private static final VarHandle SIZE = LAYOUT.varHandle(PathElement.groupElement("stx_size"));

  /// The bits of `stx_mode` that tell the kind of file, and three of the kinds: `S_IFMT`,
  /// `S_IFDIR`, `S_IFREG`, `S_IFLNK` of `<sys/stat.h>`.
  private static final int S_IFMT = 0xF000;

  private static final int S_IFDIR = 0x4000;
  private static final int S_IFREG = 0x8000;
  private static final int S_IFLNK = 0xA000;

  Statx(Arena arena) {
    this(arena.allocate(LAYOUT));
  }

  long inode() {
    return (long) INO.get(segment, 0L);
  }

  long size() {
    return (long) SIZE.get(segment, 0L);
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

  private int type() {
    return (short) MODE.get(segment, 0L) & S_IFMT;
  }
}
