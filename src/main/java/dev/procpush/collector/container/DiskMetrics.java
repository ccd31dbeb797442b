// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import dev.procpush.collector.ContainerSeries;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;

/// `container.disk.io` and `container.disk.operations`, which the two versions have in different
/// files.
final class DiskMetrics {
  private final ScopedInstrument bytes;
  private final ScopedInstrument operations;
  private final DeviceNames devices;

  DiskMetrics(Instruments instruments, HostFiles host) {
    devices = new DeviceNames(host);
    bytes =
        instruments
            .ofContainer(
                "disk.io", "By", "Bytes that the container read from and wrote to the block device")
            .counter();
    operations =
        instruments
            .ofContainer(
                "disk.operations",
                "{operation}",
                "Reads and writes of the container on the block device")
            .counter();
  }

  boolean hasBytes() {
    return bytes.isOn(Scope.CONTAINER);
  }

  boolean hasOperations() {
    return operations.isOn(Scope.CONTAINER);
  }

  void beginCycle() {
    devices.beginCycle();
  }

  void bytes(ContainerSeries series, int major, int minor, long read, long written) {
    record(bytes, series, devices.of(major, minor), read, written);
  }

  void operations(ContainerSeries series, int major, int minor, long reads, long writes) {
    record(operations, series, devices.of(major, minor), reads, writes);
  }

  private static void record(
      ScopedInstrument counter,
      ContainerSeries series,
      DeviceNames.Device device,
      long read,
      long write) {
    long ownRead = series.ownCount(counter, device.read, read);
    long ownWrite = series.ownCount(counter, device.write, write);
    counter.record(Scope.CONTAINER, ownRead, series.with(device.read));
    counter.record(Scope.CONTAINER, ownWrite, series.with(device.write));
  }
}
