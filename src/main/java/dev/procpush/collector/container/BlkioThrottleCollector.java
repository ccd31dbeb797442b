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
/// version 1. Both have the same devices, so where one has none the other need not be read.
///
/// Where these have zeros, for newer kernels throttle only what has a limit, the schedulers BFQ and
/// CFQ have files of their own. One that has no more than the throttle's rests.
final class BlkioThrottleCollector implements ContainerCollector {
  private final DiskMetrics disk;
  private final BlkioCounts bytes = new BlkioCounts();
  private final BlkioCounts operations = new BlkioCounts();

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
    List<BlkioThrottle.Device> throttled =
        disk.hasBytes() ? devices(files, CgroupFile.V1_BLKIO_BYTES) : null;
    bytes.begin(throttled == null ? List.of() : throttled);
    List<BlkioThrottle.Device> counted =
        disk.hasOperations() && (throttled == null || !throttled.isEmpty())
            ? devices(files, CgroupFile.V1_BLKIO_OPERATIONS)
            : null;
    operations.begin(counted == null ? List.of() : counted);
    addScheduler(files, CgroupFile.V1_BFQ_BYTES, CgroupFile.V1_BFQ_OPERATIONS);
    addScheduler(files, CgroupFile.V1_CFQ_BYTES, CgroupFile.V1_CFQ_OPERATIONS);
    record(series);
  }

  private void addScheduler(ContainerFiles files, CgroupFile bytesFile, CgroupFile operationsFile)
      throws ErrnoException, MalformedKernelDataException {
    boolean hasMore = !disk.hasBytes() || add(files, bytesFile, bytes);
    if (hasMore && disk.hasOperations()) {
      add(files, operationsFile, operations);
    }
  }

  /// @return whether the file has counted more than those before
  private static boolean add(ContainerFiles files, CgroupFile file, BlkioCounts counts)
      throws ErrnoException, MalformedKernelDataException {
    List<BlkioThrottle.Device> found = devices(files, file);
    if (found == null || counts.add(found)) {
      return found != null;
    }
    files.rest(file);
    return false;
  }

  private void record(ContainerSeries series) {
    if (series.reserve(2 * (bytes.devices().size() + operations.devices().size()))) {
      for (BlkioThrottle.Device device : bytes.devices()) {
        disk.bytes(series, device.major(), device.minor(), device.read(), device.written());
      }
      for (BlkioThrottle.Device device : operations.devices()) {
        disk.operations(series, device.major(), device.minor(), device.read(), device.written());
      }
    }
  }

  /// @return null where the file is absent or rests
  private static @Nullable List<BlkioThrottle.Device> devices(ContainerFiles files, CgroupFile file)
      throws ErrnoException, MalformedKernelDataException {
    BlkioThrottle found = files.find(file, BlkioThrottle::parse);
    return found == null ? null : found.devices();
  }
}
