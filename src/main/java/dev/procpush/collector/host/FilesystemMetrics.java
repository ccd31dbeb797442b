// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import dev.procpush.collector.FileSystemSpace;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.linux.StatFs;
import io.opentelemetry.api.common.Attributes;
import java.util.stream.Stream;

/// The metrics of the host's file systems.
final class FilesystemMetrics {
  private final ScopedInstrument usage;
  private final ScopedInstrument limit;
  private final ScopedInstrument inodeUsage;
  private final ScopedInstrument inodeLimit;
  private final ScopedInstrument readOnly;
  private final ScopedInstrument stuck;

  FilesystemMetrics(Instruments instruments) {
    usage =
        metric(
            instruments, "usage", "By", "Space of the file system by state; the sum is its size");
    limit = metric(instruments, "limit", "By", "Size of the file system");
    inodeUsage =
        metric(instruments, "inode.usage", "{inode}", "Inodes of the file system by state");
    inodeLimit =
        metric(instruments, "inode.limit", "{inode}", "Inodes that the file system can have");
    readOnly =
        metric(
            instruments,
            "read_only",
            "{filesystem}",
            "1 while nothing can be written to the file system, else 0");
    stuck =
        metric(
            instruments,
            "stuck",
            "{filesystem}",
            "1 while the file system does not answer and so has no other points, else 0");
  }

  private static ScopedInstrument metric(
      Instruments instruments, String suffix, String unit, String description) {
    return instruments.ofHost("filesystem." + suffix, unit, description).upDownCounter();
  }

  boolean areOn() {
    return areAnswersOn() || readOnly.isOn(Scope.SYSTEM) || stuck.isOn(Scope.SYSTEM);
  }

  private boolean areAnswersOn() {
    return Stream.of(usage, limit, inodeUsage, inodeLimit)
        .anyMatch(instrument -> instrument.isOn(Scope.SYSTEM));
  }

  /// Records what a file system told; nothing of one that has no space at all.
  void record(StatFs told, boolean isReadOnly, Series series) {
    FileSystemSpace space = FileSystemSpace.of(told);
    if (space == null) {
      return;
    }
    usage.record(Scope.SYSTEM, space.used(), series.used);
    usage.record(Scope.SYSTEM, space.free(), series.free);
    usage.record(Scope.SYSTEM, space.reserved(), series.reserved);
    limit.record(Scope.SYSTEM, space.limit(), series.plain);
    if (FileSystemSpace.hasInodes(told)) {
      inodeUsage.record(Scope.SYSTEM, told.files() - told.freeFiles(), series.used);
      inodeUsage.record(Scope.SYSTEM, told.freeFiles(), series.free);
      inodeLimit.record(Scope.SYSTEM, told.files(), series.plain);
    }
    readOnly.record(Scope.SYSTEM, isReadOnly ? 1 : 0, series.plain);
    stuck.record(Scope.SYSTEM, 0, series.plain);
  }

  /// Records that a file system does not answer.
  void recordStuck(boolean isReadOnly, Series series) {
    readOnly.record(Scope.SYSTEM, isReadOnly ? 1 : 0, series.plain);
    stuck.record(Scope.SYSTEM, 1, series.plain);
  }

  /// The attributes of one file system.
  static final class Series {
    private final Attributes plain;
    private final Attributes used;
    private final Attributes free;
    private final Attributes reserved;

    Series(String device, String type, String mountPoint) {
      plain = FileSystemSpace.identity(device, type, mountPoint);
      used = plain.toBuilder().put(FileSystemSpace.STATE, "used").build();
      free = plain.toBuilder().put(FileSystemSpace.STATE, "free").build();
      reserved = plain.toBuilder().put(FileSystemSpace.STATE, "reserved").build();
    }
  }
}
