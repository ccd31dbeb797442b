// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;

/// `/proc/sys/fs/file-nr`: how many files are open on the whole host (`fs/file_table.c`). Tabs
/// separate the columns.
///
/// ```text
/// 881     0       2466183
/// ```
///
/// @param used file handles that are in use: those allocated without those of them that are free,
///   which Linux has none of since 2.6
/// @param limit how many there may be
public record FileNr(long used, long limit) {

  /// Parses the whole file.
  public static FileNr parse(byte[] bytes, int length) throws MalformedKernelDataException {
    ByteCursor cursor = new ByteCursor("fs/file-nr", bytes, length);
    cursor.nextLine();
    long allocated = cursor.unsignedUntil('\t', "allocated");
    long free = cursor.unsignedUntil('\t', "free");
    long limit = cursor.unsigned("limit");
    if (allocated < 0 || free < 0 || free > allocated || limit < 0) {
      throw cursor.malformed("more than there are");
    }
    return new FileNr(allocated - free, limit);
  }
}
