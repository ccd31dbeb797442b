// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static io.opentelemetry.api.common.AttributeKey.stringKey;

import dev.procpush.collector.HostFiles;
import dev.procpush.collector.SeriesCache;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The block devices that `diskstats` had in this cycle, of which other files are then read.
final class Disks {
  private static final AttributeKey<String> DEVICE = stringKey("system.device");
  private static final AttributeKey<String> DIRECTION = stringKey("disk.io.direction");

  private final SeriesCache<String, Disk> known = new SeriesCache<>(Disk::new);
  private final List<Disk> present = new ArrayList<>();

  /// A device's attributes and files.
  static final class Disk {
    final Attributes device;
    final Attributes read;
    final Attributes write;

    /// Below `/sys`; null for a name that is none of a file.
    final @Nullable String sizeFile;

    /// In bytes; -1 before it was read.
    long size = -1;

    private final String name;
    private @Nullable Boolean isPartition;

    private Disk(String name) {
      this.name = name;
      device = Attributes.of(DEVICE, name);
      read = Attributes.of(DEVICE, name, DIRECTION, "read");
      write = Attributes.of(DEVICE, name, DIRECTION, "write");
      sizeFile = sizeFile(name);
    }

    /// Whether it is a part of another device; the kernel is asked once.
    boolean isPartition(HostFiles files) {
      Boolean is = isPartition;
      if (is == null) {
        is = Partitions.isPartition(name, files);
        isPartition = is;
      }
      return is;
    }

    private static @Nullable String sizeFile(String name) {
      String folder = folder(name);
      return folder == null ? null : folder + "/size";
    }
  }

  /// The folder of a device below `/sys`, as in `class/block/cciss!c0d0` of `cciss/c0d0`; null for
  /// a name that is none of a file.
  static @Nullable String folder(String name) {
    boolean isFile = !name.equals(".") && !name.equals("..") && name.indexOf('\0') < 0;
    return isFile ? "class/block/" + name.replace('/', '!') : null;
  }

  /// Forgets which were there.
  void beginCycle() {
    known.beginCycle();
    present.clear();
  }

  /// A device, by the kernel's name.
  Disk of(String name) {
    return known.of(name);
  }

  /// Notes that a device is there.
  void add(Disk disk) {
    present.add(disk);
  }

  /// Those that are there, in the kernel's order.
  List<Disk> present() {
    return present;
  }
}
