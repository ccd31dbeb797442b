// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import dev.procpush.collector.CgroupFile;
import dev.procpush.collector.ContainerCollector;
import dev.procpush.collector.ContainerFiles;
import dev.procpush.collector.ContainerSeries;
import dev.procpush.discovery.CgroupController;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.cgroup.BlkioThrottle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `blkio.throttle.io_service_bytes_recursive` and `blkio.throttle.io_serviced_recursive` of
/// version 1. Both tell of the same devices, so where one has none the other need not be read.
final class BlkioThrottleCollector implements ContainerCollector {
  private final DiskMetrics disk;

  BlkioThrottleCollector(DiskMetrics disk) {
    this.disk = disk;
  }

  @Override
  public String name() {
    return "blkio_throttle";
  }

  @Override
  public boolean isOn() {
    return disk.hasBytes() || disk.hasOperations();
  }

  @Override
  public void observe(ContainerFiles files, ContainerSeries series)
      throws ErrnoException, MalformedKernelDataException {
    if (!files.has(CgroupController.BLKIO)) {
      return;
    }
    List<BlkioThrottle.Device> bytes =
        disk.hasBytes() ? devices(files, CgroupFile.V1_BLKIO_BYTES) : null;
    List<BlkioThrottle.Device> operations =
        disk.hasOperations() && (bytes == null || !bytes.isEmpty())
            ? devices(files, CgroupFile.V1_BLKIO_OPERATIONS)
            : List.of();
    record(series, bytes == null ? List.of() : bytes, operations == null ? List.of() : operations);
  }

  private void record(
      ContainerSeries series,
      List<BlkioThrottle.Device> bytes,
      List<BlkioThrottle.Device> operations) {
    if (series.reserve(2 * (bytes.size() + operations.size()))) {
      for (BlkioThrottle.Device device : bytes) {
        disk.bytes(series, device.major(), device.minor(), device.read(), device.written());
      }
      for (BlkioThrottle.Device device : operations) {
        disk.operations(series, device.major(), device.minor(), device.read(), device.written());
      }
    }
  }

  /// @return null where the file is absent
  private static @Nullable List<BlkioThrottle.Device> devices(ContainerFiles files, CgroupFile file)
      throws ErrnoException, MalformedKernelDataException {
    BlkioThrottle found = files.find(file, BlkioThrottle::parse);
    return found == null ? null : found.devices();
  }
}
