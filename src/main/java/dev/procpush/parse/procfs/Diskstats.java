// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.Parser;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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
  private static final int WITH_DISCARDS = 15;
  private static final int WITHOUT_DISCARDS = 11;
  private static final int OF_OLD_PARTITION = 4;
  private static final int[] OLD_PARTITION = {READS, SECTORS_READ, WRITES, SECTORS_WRITTEN};

  /// More than any machine has.
  private static final int MOST_DEVICES = 16_384;

  private static final Disk LEFT_OUT = new Disk("");

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
    private int columns;

    private Disk(String name) {
      this.name = name;
    }

    /// The kernel's, as in `sda` or `dm-0`.
    public String name() {
      return name;
    }

    /// Whether the kernel has this column.
    public boolean has(int column) {
      return (columns >> column & 1) != 0;
    }

    /// The 64 bits of an unsigned number, of use only if there [is][#has] one.
    public long value(int column) {
      return values[column];
    }
  }

  /// Parses the whole file, which is empty where there is no block device.
  ///
  /// @return the wanted ones, in the same list each time
  /// @throws MalformedKernelDataException when the line of a wanted device is not as it should be;
  ///   no value is of use then
  @Override
  public List<Disk> parse(ByteCursor cursor) throws MalformedKernelDataException {
    disks.clear();
    lines.beginFile();
    Disk disk = disk(cursor);
    while (disk != null) {
      if (disk != LEFT_OUT && disks.size() < MOST_DEVICES) {
        read(cursor, disk);
        disks.add(disk);
      }
      disk = disk(cursor);
    }
    return seen;
  }

  private @Nullable Disk disk(ByteCursor cursor) throws MalformedKernelDataException {
    Disk disk = lines.next(cursor);
    if (disk == null && cursor.nextLine()) {
      cursor.unsigned("major");
      cursor.unsigned("minor");
      cursor.hasField();
      String name = cursor.untilNext(' ', "name");
      disk = wanted.test(name) ? new Disk(name) : LEFT_OUT;
      lines.add(cursor, disk);
    }
    return disk;
  }

  private void read(ByteCursor cursor, Disk disk) throws MalformedKernelDataException {
    int read = 0;
    while (read < COLUMNS && cursor.hasField()) {
      values[read++] = cursor.unsigned("column");
    }
    if (read == OF_OLD_PARTITION) {
      disk.columns = 0;
      for (int i = 0; i < OF_OLD_PARTITION; i++) {
        disk.values[OLD_PARTITION[i]] = values[i];
        disk.columns |= 1 << OLD_PARTITION[i];
      }
      return;
    }
    if (read < WITHOUT_DISCARDS) {
      throw cursor.malformed(read + " columns");
    }
    int known =
        read == COLUMNS ? COLUMNS : read >= WITH_DISCARDS ? WITH_DISCARDS : WITHOUT_DISCARDS;
    System.arraycopy(values, 0, disk.values, 0, known);
    disk.columns = (1 << known) - 1;
  }
}
