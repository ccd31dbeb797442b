// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.MalformedKernelDataException.Loss;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// `/proc/swaps`: the partitions and files that memory is paged out to (`mm/swapfile.c`,
/// `swap_show`).
///
/// ```text
/// Filename                                Type            Size            Used            Priority
/// /dev/dm-1                               partition       1048572         0               -2
/// ```
///
/// One or two tabs part the columns from the type on; blanks, tabs, line feeds and backslashes in a
/// path stand as `\040`, `\011`, `\012` and `\134`, which is undone here.
///
/// @param areas in the kernel's order; none where nothing is swapped to
public record Swaps(List<Area> areas) {
  private static final byte[] HEADER = "Filename".getBytes(StandardCharsets.US_ASCII);
  private static final String PARTITION = "partition";

  public Swaps {
    areas = List.copyOf(areas);
  }

  /// One line.
  ///
  /// @param path of the device or file, as the host sees it
  /// @param isPartition whether it is a block device
  /// @param size in KiB; [KernelNumber#NONE] where the file has no number
  /// @param used in KiB; [KernelNumber#NONE] where the file has no number
  public record Area(String path, boolean isPartition, long size, long used) {}

  /// Parses the whole file.
  public static Swaps parse(ByteCursor cursor) throws MalformedKernelDataException {
    if (!cursor.nextLine() || !cursor.skipStart(HEADER)) {
      throw cursor.malformed("header: missing");
    }
    List<Area> areas = new ArrayList<>();
    while (cursor.nextLine()) {
      try {
        areas.add(area(cursor));
      } catch (MalformedKernelDataException e) {
        cursor.lose(e, Loss.LINE);
      }
    }
    return new Swaps(areas);
  }

  private static Area area(ByteCursor cursor) throws MalformedKernelDataException {
    String path = cursor.word("path");
    cursor.hasField();
    String type = cursor.untilNext('\t', "type");
    cursor.skipTab();
    long size = cursor.numberUntil('\t', KernelNumber.AMOUNT, "size");
    cursor.skipTab();
    long used = cursor.numberUntil('\t', KernelNumber.AMOUNT, "used");
    return new Area(PidMountinfo.unescaped(path), type.equals(PARTITION), size, used);
  }
}
