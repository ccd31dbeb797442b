// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelText;
import dev.procpush.parse.MalformedKernelDataException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/proc/mdstat`: the arrays of software RAID (`drivers/md/md.c`, `md_seq_show`).
///
/// ```text
/// Personalities : [raid1] [raid6] [raid5] [raid4]
/// md1 : active raid5 sdd1[4] sdc1[2](F) sdb1[1] sda1[0]
///       5860147200 blocks super 1.2 level 5, 512k chunk, algorithm 2 [3/2] [UU_]
///       [=>...................]  recovery =  8.5% (249061120/2930073600) finish=170.2min speed=262530K/sec
///       bitmap: 3/22 pages [12KB], 65536KB chunk
///
/// unused devices: <none>
/// ```
///
/// @param arrays in the kernel's order
public record Mdstat(List<Array> arrays) {
  static final String FILE = "mdstat";
  private static final String PERSONALITIES = "Personalities :";
  private static final String UNUSED = "unused devices:";

  public Mdstat {
    arrays = List.copyOf(arrays);
  }

  /// What the array's first word says.
  public enum Activity {
    ACTIVE,
    INACTIVE,
    /// Active, and has lost more disks than it can do without.
    BROKEN
  }

  /// What is done to all blocks, now or soon.
  public enum Action {
    RESYNC,
    RECOVER,
    RESHAPE,
    CHECK
  }

  /// One array.
  ///
  /// @param personality as in `raid5`; null when it is inactive
  /// @param blocks its size in KiB; null when it has no disks
  /// @param required how many disks it should have; null for one without redundancy
  /// @param active how many of them are in use and in sync; null where `required` is
  /// @param failed disks marked `(F)`
  /// @param spare disks marked `(S)`
  /// @param unmarked disks that have a place in the array, in sync or not
  /// @param sync what is done to all blocks; null when nothing is
  public record Array(
      String name,
      Activity activity,
      @Nullable String personality,
      @Nullable Long blocks,
      @Nullable Integer required,
      @Nullable Integer active,
      int failed,
      int spare,
      int unmarked,
      @Nullable Sync sync) {}

  /// What is done to all blocks.
  ///
  /// @param done in KiB; null while it waits for its turn
  /// @param total what there is to do, in KiB; null where `done` is
  public record Sync(Action action, @Nullable Long done, @Nullable Long total) {}

  /// Parses the whole file.
  ///
  /// @throws MalformedKernelDataException when a line is not as the kernel writes it, or the last
  ///   one is missing
  public static Mdstat parse(ByteCursor text) throws MalformedKernelDataException {
    byte[] bytes = text.bytes();
    int length = text.end();
    List<Array> arrays = new ArrayList<>();
    MdstatArray array = null;
    boolean whole = false;
    int number = 0;
    for (int start = 0; start < length; ) {
      int end = start;
      while (end < length && bytes[end] != '\n') {
        end++;
      }
      number++;
      String line = KernelText.of(bytes, start, end);
      if (end == length) {
        throw new MalformedKernelDataException(FILE, number, line, "no line feed at the end");
      }
      start = end + 1;
      if (isIndented(line)) {
        if (array != null) {
          array.read(line, number);
        }
        continue;
      }
      if (array != null) {
        arrays.add(array.end());
      }
      whole |= line.startsWith(UNUSED);
      array =
          line.startsWith(UNUSED) || line.startsWith(PERSONALITIES) || line.isEmpty()
              ? null
              : new MdstatArray(line, number);
    }
    if (!whole) {
      throw new MalformedKernelDataException(FILE, Math.max(1, number), "", "cut");
    }
    return new Mdstat(arrays);
  }

  private static boolean isIndented(String line) {
    return line.startsWith(" ") || line.startsWith("\t");
  }
}
