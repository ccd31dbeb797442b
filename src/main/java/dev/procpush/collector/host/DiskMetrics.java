// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedDouble;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.procfs.Diskstats;
import io.opentelemetry.api.common.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The metrics of the columns of `/proc/diskstats`. Some kernels count milliseconds in 32 bits: a
/// counter that starts again at 0 is a reset to every backend.
final class DiskMetrics {
  private static final double MILLISECONDS = 1000;
  private static final int SECTOR = 512;
  private static final String SECONDS = "s";
  private static final String OPERATIONS = "{operation}";

  private final Instruments instruments;
  private final ScopedInstrument pending;
  private final List<Count> counts = new ArrayList<>();
  private final List<Time> times = new ArrayList<>();

  /// A column that is a whole number, and what it is multiplied by.
  private record Count(
      ScopedInstrument metric,
      int column,
      int factor,
      Function<Disks.Disk, Attributes> attributes) {}

  /// A column in milliseconds.
  private record Time(
      ScopedDouble metric, int column, Function<Disks.Disk, Attributes> attributes) {}

  DiskMetrics(Instruments instruments) {
    this.instruments = instruments;
    ScopedInstrument io = counter("io", "By", "Bytes read from and written to the block device");
    add(io, Diskstats.SECTORS_READ, SECTOR, disk -> disk.read);
    add(io, Diskstats.SECTORS_WRITTEN, SECTOR, disk -> disk.write);
    ScopedInstrument operations =
        counter("operations", OPERATIONS, "Reads and writes that the block device completed");
    add(operations, Diskstats.READS, 1, disk -> disk.read);
    add(operations, Diskstats.WRITES, 1, disk -> disk.write);
    ScopedInstrument merged =
        counter(
            "merged",
            OPERATIONS,
            "Reads and writes of the block device that were merged with another one");
    add(merged, Diskstats.READS_MERGED, 1, disk -> disk.read);
    add(merged, Diskstats.WRITES_MERGED, 1, disk -> disk.write);
    ScopedDouble operationTime =
        seconds(
            "operation_time",
            "Time that reads and writes of the block device took, added up over operations");
    add(operationTime, Diskstats.READ_MILLISECONDS, disk -> disk.read);
    add(operationTime, Diskstats.WRITE_MILLISECONDS, disk -> disk.write);
    add(
        seconds("io_time", "Time that the block device had operations in progress"),
        Diskstats.BUSY_MILLISECONDS,
        disk -> disk.device);
    add(
        seconds(
            "weighted_io_time",
            "Time that the block device had operations in progress, times their number"),
        Diskstats.WEIGHTED_MILLISECONDS,
        disk -> disk.device);
    pending =
        instruments
            .ofHost(
                "disk.pending_operations",
                OPERATIONS,
                "Operations of the block device in progress now")
            .upDownCounter();
    add(
        counter(
            "discard.operations", OPERATIONS, "Discards (TRIM) that the block device completed"),
        Diskstats.DISCARDS,
        1,
        disk -> disk.device);
    add(
        counter(
            "discard.merged",
            OPERATIONS,
            "Discards of the block device that were merged with another one"),
        Diskstats.DISCARDS_MERGED,
        1,
        disk -> disk.device);
    add(
        counter("discard.io", "By", "Bytes discarded on the block device"),
        Diskstats.SECTORS_DISCARDED,
        SECTOR,
        disk -> disk.device);
    add(
        seconds("discard.operation_time", "Time that discards of the block device took"),
        Diskstats.DISCARD_MILLISECONDS,
        disk -> disk.device);
    add(
        counter("flush.operations", OPERATIONS, "Cache flushes that the block device completed"),
        Diskstats.FLUSHES,
        1,
        disk -> disk.device);
    add(
        seconds("flush.operation_time", "Time that cache flushes of the block device took"),
        Diskstats.FLUSH_MILLISECONDS,
        disk -> disk.device);
  }

  boolean isOn() {
    return pending.isOn(Scope.SYSTEM) || !counts.isEmpty() || !times.isEmpty();
  }

  /// Records the columns that the kernel has.
  void record(Diskstats.Disk read, Disks.Disk disk) {
    for (int i = 0; i < counts.size(); i++) {
      Count count = counts.get(i);
      long value = KernelNumber.countedTimes(read.value(count.column), count.factor);
      count.metric.record(Scope.SYSTEM, value, count.attributes.apply(disk));
    }
    for (int i = 0; i < times.size(); i++) {
      Time time = times.get(i);
      double seconds = KernelNumber.per(read.value(time.column), MILLISECONDS);
      time.metric.record(Scope.SYSTEM, seconds, time.attributes.apply(disk));
    }
    pending.record(Scope.SYSTEM, read.value(Diskstats.PENDING), disk.device);
  }

  private ScopedInstrument counter(String name, String unit, String description) {
    return instruments.ofHost("disk." + name, unit, description).counter();
  }

  private ScopedDouble seconds(String name, String description) {
    return instruments.ofHost("disk." + name, SECONDS, description).doubleCounter();
  }

  private void add(
      ScopedInstrument metric,
      int column,
      int factor,
      Function<Disks.Disk, Attributes> attributes) {
    if (metric.isOn(Scope.SYSTEM)) {
      counts.add(new Count(metric, column, factor, attributes));
    }
  }

  private void add(ScopedDouble metric, int column, Function<Disks.Disk, Attributes> attributes) {
    if (metric.isOn(Scope.SYSTEM)) {
      times.add(new Time(metric, column, attributes));
    }
  }
}
