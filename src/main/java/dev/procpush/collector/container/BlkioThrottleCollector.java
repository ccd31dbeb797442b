// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import dev.procpush.collector.CgroupFile;
import dev.procpush.collector.ContainerCollector;
import dev.procpush.collector.ContainerFiles;
import dev.procpush.collector.ContainerSeries;
import dev.procpush.discovery.CgroupController;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.cgroup.BlkioThrottle;
import java.util.List;

/// `blkio.throttle.io_service_bytes_recursive` and `blkio.throttle.io_serviced_recursive` of
/// version 1.
final class BlkioThrottleCollector implements ContainerCollector {
  private static final CgroupFile BYTES =
      new CgroupFile(CgroupController.BLKIO, "blkio.throttle.io_service_bytes_recursive");
  private static final CgroupFile OPERATIONS =
      new CgroupFile(CgroupController.BLKIO, "blkio.throttle.io_serviced_recursive");

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
    List<BlkioThrottle.Device> bytes = disk.hasBytes() ? devices(files, BYTES) : List.of();
    List<BlkioThrottle.Device> operations =
        disk.hasOperations() ? devices(files, OPERATIONS) : List.of();
    if (series.reserve(2 * (bytes.size() + operations.size()))) {
      for (BlkioThrottle.Device device : bytes) {
        disk.bytes(series, device.major(), device.minor(), device.read(), device.written());
      }
      for (BlkioThrottle.Device device : operations) {
        disk.operations(series, device.major(), device.minor(), device.read(), device.written());
      }
    }
  }

  private static List<BlkioThrottle.Device> devices(ContainerFiles files, CgroupFile file)
      throws ErrnoException, MalformedKernelDataException {
    FileContent content = files.find(file);
    return content == null
        ? List.of()
        : BlkioThrottle.parse(content.bytes(), content.length(), file.name()).devices();
  }
}
