// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Whether a file system is read-only for everybody. `statfs` says so as well where only the mount
/// is that this process looks through, as a container's of the host's root; `statmount` tells them
/// apart, since Linux 6.8:
///
/// ```c
/// struct mnt_id_req {            // offset  size
///   __u32 size;                  //      0     4
///   __u32 spare;                 //      4     4
///   __u64 mnt_id;                //      8     8
///   __u64 param;                 //     16     8   what is wanted
/// };                             // in all    24
/// struct statmount {
///   __u32 size;                  //      0     4
///   __u32 mnt_opts;              //      4     4
///   __u64 mask;                  //      8     8   what is told
///   __u32 sb_dev_major;          //     16     4
///   __u32 sb_dev_minor;          //     20     4
///   __u64 sb_magic;              //     24     8
///   __u32 sb_flags;              //     32     4
///   ...
/// };                             // in all   512
/// ```
///
/// For one thread.
final class StatMount {
  private static final int REQUEST_SIZE = 24;
  private static final int ANSWER_SIZE = 512;
  private static final int MOUNT_ID = 8;
  private static final int WANTED = 16;
  private static final int TOLD = 8;
  private static final int FLAGS = 32;

  /// `STATMOUNT_SB_BASIC` of `<linux/mount.h>`.
  private static final long SB_BASIC = 0x1;

  /// `SB_RDONLY` of the kernel; `ST_RDONLY` of `<sys/statvfs.h>` is the same.
  private static final int RDONLY = 0x1;

  private final MemorySegment request;
  private final MemorySegment answer;

  StatMount(Arena arena) {
    request = arena.allocate(REQUEST_SIZE, Long.BYTES);
    answer = arena.allocate(ANSWER_SIZE, Long.BYTES);
    request.set(JAVA_INT, 0, REQUEST_SIZE);
    request.set(JAVA_LONG, WANTED, SB_BASIC);
  }

  /// @param found what `statx` told of a place of it
  /// @param flags what `statfs` told of the same
  boolean isReadOnly(Libc libc, Statx found, long flags) {
    boolean mayBe = (flags & RDONLY) != 0;
    long id = mayBe ? found.mountId() : 0;
    if (id == 0) {
      return mayBe;
    }
    request.set(JAVA_LONG, MOUNT_ID, id);
    // an older kernel, a filter of system calls or another's mount: what statfs said stands
    boolean isTold =
        libc.statmount(request, answer) == 0 && (answer.get(JAVA_LONG, TOLD) & SB_BASIC) != 0;
    return !isTold || (answer.get(JAVA_INT, FLAGS) & RDONLY) != 0;
  }
}
