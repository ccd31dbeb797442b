// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.discovery.HostMounts;
import dev.procpush.discovery.MountTable;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileSystems;
import dev.procpush.linux.Patience;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.PidMountinfo.Mount;
import dev.procpush.parse.sysfs.Uevent;
import java.util.function.Predicate;

/// What is asked about file systems, and how.
///
/// @param mounts what is mounted on the host
/// @param fileSystems asks them
/// @param types which types are wanted, as in `ext4`
/// @param mountPoints which mount points are wanted, as in `/home`
/// @param patience how long a collection may wait for all of them together
public record FileSystemSources(
    HostMounts mounts,
    FileSystems fileSystems,
    Predicate<String> types,
    Predicate<String> mountPoints,
    Patience patience) {
  private static final int LONGEST_NAME = 1_024;
  private static final String ROOT = "/";

  /// Whether a mount of the host is asked. The root is wanted whatever its type: that of a machine
  /// that runs from an image is an overlay.
  public boolean wantsOfHost(Mount mount) {
    return (types.test(mount.type()) || mount.mountPoint().equals(ROOT)) && wantsPlace(mount);
  }

  /// Whether a mount of a container is asked. What it cannot write to, such as its secrets, never
  /// gets full.
  public boolean wantsOfContainer(Mount mount) {
    return types.test(mount.type()) && !MountTable.isReadOnly(mount) && wantsPlace(mount);
  }

  private boolean wantsPlace(Mount mount) {
    String point = mount.mountPoint();
    return point.length() <= LONGEST_NAME && mountPoints.test(point);
  }

  /// The kernel's name of a block device; of any other file system what is said to be mounted.
  ///
  /// @param files where the host's sysfs is
  public static String device(Mount mount, HostFiles files) {
    try {
      String name =
          files.readSys("dev/block/" + mount.device() + "/uevent", Uevent::parse).deviceName();
      if (name != null) {
        return name;
      }
    } catch (ErrnoException | MalformedKernelDataException e) {
      // it is none, or sysfs does not show it
    }
    String source = mount.source().replaceFirst("^/dev/", "");
    return source.length() > LONGEST_NAME ? source.substring(0, LONGEST_NAME) : source;
  }
}
