// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import dev.procpush.collector.CgroupFile;
import dev.procpush.collector.ContainerCollector;
import dev.procpush.collector.ContainerFiles;
import dev.procpush.collector.ContainerSeries;
import dev.procpush.discovery.CgroupController;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.NumberFile;
import dev.procpush.parse.cgroup.FlatKeyedFile;
import java.util.List;

/// `cpuacct.usage` and `cpuacct.stat` of version 1, where no version 2 beside it has told the same:
/// the time that was measured, and the ticks by which it is split.
///
/// `cpuacct.usage_user` and `cpuacct.usage_sys` are no use: since Linux 5.16 they are ticks as
/// well, and before 5.8 all that a process did in the kernel is in the first.
final class CpuacctUsageCollector implements ContainerCollector {
  private static final int USER = 0;
  private static final int SYSTEM = 1;

  private final FlatKeyedFile stat = new FlatKeyedFile(List.of("user", "system"));
  private final CpuTime time;

  CpuacctUsageCollector(CpuTime time) {
    this.time = time;
  }

  @Override
  public String name() {
    return "cpuacct_usage";
  }

  @Override
  public boolean isOn() {
    return time.isOn();
  }

  @Override
  public void observe(ContainerFiles files, ContainerSeries series)
      throws ErrnoException, MalformedKernelDataException {
    if (!files.has(CgroupController.CPUACCT) || series.cpuModes().isTold()) {
      return;
    }
    long nanos = files.read(CgroupFile.V1_CPUACCT_USAGE, NumberFile.AMOUNT);
    if (KernelNumber.isKnown(nanos) && isSplit(files, series, nanos)) {
      time.record(series);
    }
  }

  private boolean isSplit(ContainerFiles files, ContainerSeries series, long nanos)
      throws ErrnoException, MalformedKernelDataException {
    if (!time.measure(series, nanos)) {
      return true;
    }
    files.read(CgroupFile.V1_CPUACCT_STAT, stat);
    long user = stat.value(USER);
    long system = stat.value(SYSTEM);
    boolean known = KernelNumber.isKnown(KernelNumber.plus(user, system));
    if (known) {
      time.split(series, user, system);
    }
    return known;
  }
}
