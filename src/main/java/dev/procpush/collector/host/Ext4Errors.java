// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import dev.procpush.collector.HostFiles;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.NumberFile;
import dev.procpush.parse.procfs.Ext4Options;

/// The errors that the kernel has found in one ext4 file system
/// (`/sys/fs/ext4/<device>/errors_count`, `fs/ext4/sysfs.c`).
///
/// Where it forbids writing after an error (`errors=remount-ro`), `statfs` says so up to Linux
/// 6.11. From 6.15 on only `mountinfo` does, as `emergency_ro`, and nobody is told that it has
/// changed. In between nothing does.
final class Ext4Errors {
  private final String countFile;
  private final String optionsFile;
  private boolean isAbsent;
  private boolean isFirst = true;
  private boolean forbidsWriting;
  private long count;

  /// @param device the kernel's name, as in `sda1` or `cciss/c0d0p1`
  Ext4Errors(String device) {
    String folder = "fs/ext4/" + device.replace('/', '!');
    countFile = folder + "/errors_count";
    optionsFile = folder + "/options";
  }

  /// Looks again.
  ///
  /// @return whether there are more than at the last look, or any at the first
  boolean look(HostFiles files) {
    long before = count;
    count = isAbsent ? before : read(files, before);
    boolean isMore = count > before;
    // those of the first look may be older than the mount, which can be written to then
    forbidsWriting |= isMore && !isFirst && isRemountedReadOnly(files);
    isFirst = false;
    return isMore;
  }

  /// Whether an error was found after the first look, since which nothing can be written.
  boolean forbidWriting() {
    return forbidsWriting;
  }

  private long read(HostFiles files, long before) {
    try {
      long number = NumberFile.orNone(files.findSys(countFile, NumberFile.AMOUNT));
      return KernelNumber.isKnown(number) ? number : before;
    } catch (ErrnoException e) {
      isAbsent = true;
      return before;
    }
  }

  private boolean isRemountedReadOnly(HostFiles files) {
    try {
      Ext4Options options = files.findProc(optionsFile, Ext4Options::parse);
      return options != null && options.forbidsWritingAfterAnError();
    } catch (ErrnoException e) {
      return false;
    }
  }
}
