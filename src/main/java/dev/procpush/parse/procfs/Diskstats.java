// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.MalformedKernelDataException.Loss;
import dev.procpush.parse.Parser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/// `/proc/diskstats`: what block devices have read and written (`block/genhd.c`, `diskstats_show`).
///
/// ```text
///  254       0 vda 428105 33701 10719082 632051 482755 871138 33984272 347415 0 126908 1058459
/// ```
///
/// The columns have no names, and have become more: 11, since Linux 4.18 15 (discards), since 5.5
/// 17 (flushes). Before 2.6.25 a partition has 4: reads, sectors read, writes, sectors written. A
/// parser remembers the devices, and is made once.
public final class Diskstats implements Parser<List<Diskstats.Disk>> {
  public static final int READS = 0;
  public static final int READS_MERGED = 1;

  /// Of 512 bytes, whatever the device's are.
  public static final int SECTORS_READ = 2;

  public static final int READ_MILLISECONDS = 3;
  public static final int WRITES = 4;
  public static final int WRITES_MERGED = 5;
  public static final int SECTORS_WRITTEN = 6;
  public static final int WRITE_MILLISECONDS = 7;
  public static final int PENDING = 8;
  public static final int BUSY_MILLISECONDS = 9;
  public static final int WEIGHTED_MILLISECONDS = 10;
  public static final int DISCARDS = 11;
  public static final int DISCARDS_MERGED = 12;
  public static final int SECTORS_DISCARDED = 13;
  public static final int DISCARD_MILLISECONDS = 14;
  public static final int FLUSHES = 15;
  public static final int FLUSH_MILLISECONDS = 16;

  private static final int COLUMNS = 17;

  /// As the kernel's documentation has them (`Documentation/admin-guide/iostats.rst`).
  private static final List<String> NAMES =
      List.of(
          "reads completed",
          "reads merged",
          "sectors read",
          "time spent reading",
          "writes completed",
          "writes merged",
          "sectors written",
          "time spent writing",
          "I/Os in progress",
          "time spent doing I/Os",
          "weighted time spent doing I/Os",
          "discards completed",
          "discards merged",
          "sectors discarded",
          "time spent discarding",
          "flush requests completed",
          "time spent flushing");

  private static final int WITH_DISCARDS = 15;
  private static final int WITHOUT_DISCARDS = 11;
  private static final int OF_OLD_PARTITION = 4;
  private static final int[] OLD_PARTITION = {READS, SECTORS_READ, WRITES, SECTORS_WRITTEN};

  /// More than any machine has.
  private static final int MOST_DEVICES = 16_384;

  private final Predicate<String> wanted;
  private final KnownLines<Disk> lines = new KnownLines<>(MOST_DEVICES);
  private final List<Disk> disks = new ArrayList<>();
  private final List<Disk> seen = Collections.unmodifiableList(disks);
  private final long[] values = new long[COLUMNS];

  /// @param wanted whether the device of this name is to be read, asked once for each
  public Diskstats(Predicate<String> wanted) {
    this.wanted = wanted;
  }

  /// A block device, and its numbers in the file that was parsed last.
  public static final class Disk {
    private final String name;
    private final long[] values = new long[COLUMNS];
    private boolean isLeftOut;

    private Disk(String name) {
      this.name = name;
    }

    /// The kernel's, as in `sda` or `dm-0`.
    public String name() {
      return name;
    }

    /// Passes over its line from the next file on.
    public void leaveOut() {
      isLeftOut = true;
    }

    /// A number; [KernelNumber#NONE] where the kernel has no such column, or the file no number in
    /// it.
    public long value(int column) {
      return values[column];
    }
  }

  /// Parses the whole file, which is empty where there is no block device.
  ///
  /// @return the wanted ones whose line can be read, in the same list each time
  /// @throws MalformedKernelDataException when the file ends in the middle of a line; no value is
  ///   of use then
  @Override
  public List<Disk> parse(ByteCursor cursor) throws MalformedKernelDataException {
    disks.clear();
    lines.beginFile();
    while (lines.next(cursor)) {
      try {
        Disk disk = lines.meaning();
        if (disk == null) {
          disk = newDisk(cursor);
        }
        if (!disk.isLeftOut && disks.size() < MOST_DEVICES) {
          read(cursor, disk);
          disks.add(disk);
        }
      } catch (MalformedKernelDataException e) {
        cursor.lose(e, Loss.LINE);
      }
    }
    return seen;
  }

  private Disk newDisk(ByteCursor cursor) throws MalformedKernelDataException {
    cursor.skip("major");
    cursor.skip("minor");
    cursor.hasField();
    String name = cursor.untilNext(' ', "name");
    Disk disk = new Disk(name);
    disk.isLeftOut = !wanted.test(name);
    lines.add(cursor, disk);
    return disk;
  }

  private void read(ByteCursor cursor, Disk disk) throws MalformedKernelDataException {
    int read = 0;
    while (read < COLUMNS && cursor.hasField()) {
      KernelNumber kind = read == PENDING ? KernelNumber.COUNT : KernelNumber.COUNTER;
      values[read++] = cursor.number(kind, NAMES.get(read - 1));
    }
    Arrays.fill(disk.values, KernelNumber.NONE);
    if (read == OF_OLD_PARTITION) {
      for (int i = 0; i < OF_OLD_PARTITION; i++) {
        disk.values[OLD_PARTITION[i]] = values[i];
      }
      return;
    }
    if (read < WITHOUT_DISCARDS) {
      throw cursor.malformed(read + " columns");
    }
    int known =
        read == COLUMNS ? COLUMNS : read >= WITH_DISCARDS ? WITH_DISCARDS : WITHOUT_DISCARDS;
    System.arraycopy(values, 0, disk.values, 0, known);
  }
}
