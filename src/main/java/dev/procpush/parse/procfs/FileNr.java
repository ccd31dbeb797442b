// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;

/// `/proc/sys/fs/file-nr`: how many files are open on the whole host (`fs/file_table.c`). Tabs
/// separate the columns.
///
/// ```text
/// 881     0       2466183
/// ```
///
/// @param used file handles that are in use: those allocated without those of them that are free,
///   which Linux has none of since 2.6; [KernelNumber#NONE] where the file has no such numbers
/// @param limit how many there may be; [KernelNumber#NONE] where there is no limit, which 2⁶⁴−1
///   stands for
public record FileNr(long used, long limit) {

  /// Parses the whole file.
  public static FileNr parse(ByteCursor cursor) throws MalformedKernelDataException {
    cursor.nextLine();
    long allocated = cursor.numberUntil('\t', KernelNumber.AMOUNT, "allocated");
    long free = cursor.numberUntil('\t', KernelNumber.AMOUNT, "free");
    long limit = cursor.number(KernelNumber.LIMIT, "limit");
    return new FileNr(KernelNumber.minus(allocated, free), limit);
  }
}
