// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import dev.procpush.collector.CgroupFile;
import dev.procpush.collector.ContainerCollector;
import dev.procpush.collector.ContainerFiles;
import dev.procpush.collector.ContainerSeries;
import dev.procpush.discovery.CgroupController;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.cgroup.IoStat;

/// `io.stat` of version 2: bytes and operations, by block device.
final class IoStatCollector implements ContainerCollector {
  private final DiskMetrics disk;

  IoStatCollector(DiskMetrics disk) {
    this.disk = disk;
  }

  @Override
  public String name() {
    return "io_stat";
  }

  @Override
  public boolean isOn() {
    return disk.hasBytes() || disk.hasOperations();
  }

  @Override
  public void beginCycle() {
    disk.beginCycle();
  }

  @Override
  public void observe(ContainerFiles files, ContainerSeries series)
      throws ErrnoException, MalformedKernelDataException {
    IoStat stat =
        files.isUnified(CgroupController.BLKIO)
            ? files.find(CgroupFile.IO_STAT, IoStat::parse)
            : null;
    if (stat == null) {
      return;
    }
    int each = (disk.hasBytes() ? 2 : 0) + (disk.hasOperations() ? 2 : 0);
    if (series.reserve(each * stat.devices().size())) {
      for (IoStat.Device device : stat.devices()) {
        disk.bytes(
            series, device.major(), device.minor(), device.bytesRead(), device.bytesWritten());
        disk.operations(series, device.major(), device.minor(), device.reads(), device.writes());
      }
    }
  }
}
