// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import dev.procpush.collector.HostCollector;
import dev.procpush.collector.HostFiles;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.Diskstats;
import java.util.List;

/// `/proc/diskstats`: what block devices have read, written and discarded.
final class DiskstatsCollector implements HostCollector {
  private final Diskstats diskstats;
  private final DiskMetrics metrics;
  private final Disks disks;
  private final boolean leavesPartitionsOut;
  private final boolean neededElsewhere;

  /// @param disks is told which there are
  /// @param neededElsewhere whether another collector wants to know which there are
  DiskstatsCollector(
      DiskMetrics metrics, Disks disks, HostSelection selection, boolean neededElsewhere) {
    this.metrics = metrics;
    this.disks = disks;
    this.leavesPartitionsOut = selection.leavesPartitionsOut();
    this.neededElsewhere = neededElsewhere;
    diskstats = new Diskstats(selection.disks());
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
      Diskstats.Disk numbers = read.get(i);
      Disks.Disk disk = disks.of(numbers.name());
      if (leavesPartitionsOut && disk.isPartition(files)) {
        numbers.leaveOut();
      } else {
        disks.add(disk);
        metrics.record(numbers, disk);
      }
    }
  }
}
