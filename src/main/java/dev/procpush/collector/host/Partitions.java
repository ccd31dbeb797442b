// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import dev.procpush.collector.HostFiles;
import dev.procpush.linux.ErrnoException;
import java.util.regex.Pattern;

/// Tells partitions from whole block devices: a partition has the file
/// `/sys/class/block/<name>/partition` (`block/partitions/core.c`). Names do not tell: Xen has
/// `xvda1` without an `xvda`, and drivers call their devices as they like.
final class Partitions {
  /// How those are called whose device sysfs does not show.
  private static final Pattern USUAL_NAME =
      Pattern.compile(
          "((h|s|v|xv|das)d[a-z]+"
              + "|(nvme[0-9]+n|mmcblk|nbd|md|rbd|zd|loop|(cciss|ida|rd)/c[0-9]+d)[0-9]+p)[0-9]+");

  private Partitions() {}

  /// Whether a block device is a part of another one.
  ///
  /// @param name the kernel's, as in `sda1` or `cciss/c0d0p1`
  static boolean isPartition(String name, HostFiles files) {
    String folder = Disks.folder(name);
    if (folder == null) {
      return false;
    }
    if (isThere(folder + "/partition", files)) {
      return true;
    }
    return !isThere(folder + "/size", files) && USUAL_NAME.matcher(name).matches();
  }

  private static boolean isThere(String file, HostFiles files) {
    try {
      files.readSys(file);
      return true;
    } catch (ErrnoException e) {
      return false;
    }
  }
}
