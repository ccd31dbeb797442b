// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.StatFs;
import dev.procpush.parse.procfs.PidMountinfo.Mount;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The file systems that a process sees.
public final class MountTable {
  private static final String WHOLE = "/";

  /// Of several places of one file system it is called by the first of these: where all of it is
  /// mounted, by the shortest path.
  private static final Comparator<Mount> BEST =
      Comparator.comparing((Mount mount) -> !mount.root().equals(WHOLE))
          .thenComparingInt(mount -> mount.mountPoint().length())
          .thenComparing(Mount::mountPoint);

  private final List<Mount> mounts;
  private final Map<String, String> places;

  MountTable(List<Mount> mounts) {
    this.mounts = List.copyOf(mounts);
    this.places = HashMap.newHashMap(mounts.size());
    for (Mount mount : mounts) {
      if (mount.root().equals(WHOLE)) {
        places.putIfAbsent(mount.device(), mount.mountPoint());
      } else {
        places.putIfAbsent(mount.device(), "");
      }
    }
  }

  /// The table of a process.
  public static MountTable of(List<Mount> mounts) {
    return new MountTable(mounts);
  }

  /// Of each file system the one place that it is called by.
  ///
  /// @param wanted which places count
  public Collection<Mount> fileSystems(Predicate<Mount> wanted) {
    Map<String, Mount> seen = new LinkedHashMap<>();
    for (Mount mount : mounts) {
      if (wanted.test(mount)) {
        seen.merge(mount.mountPoint(), mount, MountTable::upper);
      }
    }
    Map<String, Mount> best = new LinkedHashMap<>();
    for (Mount mount : seen.values()) {
      best.merge(mount.device(), mount, BinaryOperator.minBy(BEST));
    }
    return new ArrayList<>(best.values());
  }

  /// Of two mounts at one place the one that hides the other.
  private static Mount upper(Mount one, Mount other) {
    return one.parent() == other.id() ? one : other;
  }

  /// Whether the file system is mounted somewhere.
  ///
  /// @param device as in `98:0`
  public boolean has(String device) {
    return places.containsKey(device);
  }

  /// Whether the file system is mounted on a place that counts.
  ///
  /// @param device as in `98:0`
  /// @param wanted which places count
  public boolean has(String device, Predicate<Mount> wanted) {
    return has(device)
        && mounts.stream().anyMatch(mount -> mount.device().equals(device) && wanted.test(mount));
  }

  /// What a mount is mounted on; null for the root.
  public @Nullable Mount parentOf(Mount mount) {
    for (Mount other : mounts) {
      if (other.id() == mount.parent() && other != mount) {
        return other;
      }
    }
    return null;
  }

  /// Where all of the file system is mounted.
  public @Nullable String place(String device) {
    String place = places.get(device);
    return place == null || place.isEmpty() ? null : place;
  }

  /// Whether what was found at a mount's place is what is mounted there, and not what hides it.
  public static boolean isAt(Mount mount, StatFs found) {
    if (found.type() == StatFs.BTRFS_SUPER_MAGIC) {
      return mount.type().equals("btrfs");
    }
    return found.device() == number(mount.device());
  }

  /// @return -1 for what is no device number
  private static long number(String device) {
    int colon = device.indexOf(':');
    try {
      return StatFs.device(
          Integer.parseInt(device, 0, colon, 10),
          Integer.parseInt(device, colon + 1, device.length(), 10));
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      return -1;
    }
  }

  /// Whether a mount with this number is one by which nothing can be written.
  public boolean isReadOnly(long id) {
    for (Mount mount : mounts) {
      if (mount.id() == id) {
        return isReadOnly(mount);
      }
    }
    return false;
  }

  /// Whether nothing can be written to the file system, by whatever mount.
  public static boolean isReadOnlyItself(Mount mount) {
    return isReadOnly(mount.superOptions());
  }

  /// Whether nothing can be written by this mount.
  public static boolean isReadOnly(Mount mount) {
    return isReadOnly(mount.options()) || isReadOnly(mount.superOptions());
  }

  /// Since Linux 6.15 ext4 says `emergency_ro` beside `rw` when an error has stopped all writing.
  private static boolean isReadOnly(String options) {
    String all = "," + options + ",";
    return all.contains(",ro,") || all.contains(",emergency_ro,");
  }

  /// Whether the same is mounted.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MountTable table && table.mounts.equals(mounts);
  }

  @Override
  public int hashCode() {
    return mounts.hashCode();
  }
}
