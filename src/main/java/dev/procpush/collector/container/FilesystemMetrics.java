// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import dev.procpush.collector.FileSystemSpace;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.linux.StatFs;
import io.opentelemetry.api.common.Attributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The metrics of a container's file systems.
final class FilesystemMetrics {
  private final ScopedInstrument usage;
  private final ScopedInstrument available;
  private final ScopedInstrument capacity;
  private final ScopedInstrument inodeUsage;
  private final int spacePoints;
  private final int inodePoints;

  FilesystemMetrics(Instruments instruments) {
    usage = metric(instruments, "usage", "By", "Space in use of the container's file system");
    available =
        metric(
            instruments,
            "available",
            "By",
            "Space of the container's file system that any user may use");
    capacity = metric(instruments, "capacity", "By", "Size of the container's file system");
    inodeUsage =
        metric(
            instruments,
            "inode.usage",
            "{inode}",
            "Inodes of the container's file system by state");
    spacePoints = ScopedInstrument.countOn(List.of(usage, available, capacity), Scope.CONTAINER);
    inodePoints = inodeUsage.isOn(Scope.CONTAINER) ? 2 : 0;
  }

  private static ScopedInstrument metric(
      Instruments instruments, String suffix, String unit, String description) {
    return instruments.ofContainer("filesystem." + suffix, unit, description).upDownCounter();
  }

  boolean areOn() {
    return spacePoints + inodePoints > 0;
  }

  /// How many points there are of what a file system told.
  int points(@Nullable StatFs told) {
    if (told == null || FileSystemSpace.of(told) == null) {
      return 0;
    }
    return spacePoints + (FileSystemSpace.hasInodes(told) ? inodePoints : 0);
  }

  /// Records what a file system told; nothing of one that has no space at all.
  void record(@Nullable StatFs told, Series series) {
    FileSystemSpace space = told == null ? null : FileSystemSpace.of(told);
    if (told == null || space == null) {
      return;
    }
    usage.record(Scope.CONTAINER, space.used(), series.plain);
    available.record(Scope.CONTAINER, space.free(), series.plain);
    capacity.record(Scope.CONTAINER, space.limit(), series.plain);
    if (FileSystemSpace.hasInodes(told)) {
      inodeUsage.record(Scope.CONTAINER, told.files() - told.freeFiles(), series.used);
      inodeUsage.record(Scope.CONTAINER, told.freeFiles(), series.free);
    }
  }

  /// The attributes of one file system of a container.
  static final class Series {
    private final Attributes plain;
    private final Attributes used;
    private final Attributes free;

    /// @param container what tells the container from others
    Series(Attributes container, Attributes fileSystem) {
      plain = container.toBuilder().putAll(fileSystem).build();
      used = plain.toBuilder().put(FileSystemSpace.STATE, "used").build();
      free = plain.toBuilder().put(FileSystemSpace.STATE, "free").build();
    }
  }
}
