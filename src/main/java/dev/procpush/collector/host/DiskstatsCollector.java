// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import dev.procpush.collector.HostCollector;
import dev.procpush.collector.HostFiles;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.Diskstats;
import java.util.List;
import java.util.function.Predicate;

/// `/proc/diskstats`: what block devices have read, written and discarded.
final class DiskstatsCollector implements HostCollector {
  private final Diskstats diskstats;
  private final DiskMetrics metrics;
  private final Disks disks;
  private final boolean neededElsewhere;

  /// @param disks is told which there are
  /// @param wanted by the kernel's name of a device
  /// @param neededElsewhere whether another collector wants to know which there are
  DiskstatsCollector(
      DiskMetrics metrics, Disks disks, Predicate<String> wanted, boolean neededElsewhere) {
    this.metrics = metrics;
    this.disks = disks;
    this.neededElsewhere = neededElsewhere;
    diskstats = new Diskstats(wanted);
  }

  @Override
  public String name() {
    return "diskstats";
  }

  @Override
  public boolean isOn() {
    return neededElsewhere || metrics.isOn();
  }

  @Override
  public void observe(HostFiles files) throws ErrnoException, MalformedKernelDataException {
    disks.beginCycle();
    List<Diskstats.Disk> read = files.readProc("diskstats", diskstats);
    for (int i = 0; i < read.size(); i++) {
      Diskstats.Disk disk = read.get(i);
      metrics.record(disk, disks.add(disk.name()));
    }
  }
}
