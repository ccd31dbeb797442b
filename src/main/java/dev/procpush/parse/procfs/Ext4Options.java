// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;

/// `/proc/fs/ext4/<device>/options`: the options of a mounted ext4 file system, those of its
/// superblock and the defaults as well (`fs/ext4/super.c`, `ext4_seq_options_show`).
///
/// ```text
/// rw
/// bsddf
/// errors=remount-ro
/// ```
///
/// @param forbidsWritingAfterAnError `errors=remount-ro`
public record Ext4Options(boolean forbidsWritingAfterAnError) {
  private static final String FORBIDDING = "errors=remount-ro";

  /// Parses the whole file; other options are passed over.
  ///
  /// @throws MalformedKernelDataException when the last line is cut
  public static Ext4Options parse(ByteCursor cursor) throws MalformedKernelDataException {
    boolean forbids = false;
    while (cursor.nextLine()) {
      forbids |= cursor.rest().equals(FORBIDDING);
    }
    return new Ext4Options(forbids);
  }
}
