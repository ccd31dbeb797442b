// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import dev.procpush.collector.CgroupFile;
import dev.procpush.collector.ContainerCollector;
import dev.procpush.collector.ContainerFiles;
import dev.procpush.collector.ContainerSeries;
import dev.procpush.discovery.CgroupController;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.cgroup.CgroupNumber;
import dev.procpush.parse.cgroup.CpuacctUsage;
import dev.procpush.parse.cgroup.FlatKeyedFile;
import java.util.List;

/// `cpuacct.usage_all` of version 1; where there are many CPUs `cpuacct.usage_user` and
/// `cpuacct.usage_sys`, which are its sums; on kernels before 4.7 `cpuacct.stat`, which counts in
/// hundredths of a second.
final class CpuacctUsageCollector implements ContainerCollector {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double TICKS_PER_SECOND = 100;

  /// Of more CPUs than this tells of, two numbers take less time to read than a line for each.
  private static final int LONGEST = 512;

  private final FlatKeyedFile stat = new FlatKeyedFile(List.of("user", "system"));
  private final CpuTime time;
  private boolean isLong;

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
    if (!files.has(CgroupController.CPUACCT)) {
      return;
    }
    CpuacctUsage usage =
        isLong ? null : files.find(CgroupFile.V1_CPUACCT_USAGE_ALL, this::parseAll);
    if (usage == null) {
      observeApart(files, series);
      return;
    }
    record(series, usage.user(), usage.system(), NANOS_PER_SECOND);
  }

  private CpuacctUsage parseAll(ByteCursor text) throws MalformedKernelDataException {
    isLong = text.end() > LONGEST;
    return CpuacctUsage.parse(text);
  }

  private void observeApart(ContainerFiles files, ContainerSeries series)
      throws ErrnoException, MalformedKernelDataException {
    CgroupNumber user = files.find(CgroupFile.V1_CPUACCT_USAGE_USER, CgroupNumber::parse);
    if (user == null) {
      observeStat(files, series);
      return;
    }
    CgroupNumber system = files.read(CgroupFile.V1_CPUACCT_USAGE_SYS, CgroupNumber::parse);
    record(series, user.value(), system.value(), NANOS_PER_SECOND);
  }

  private void observeStat(ContainerFiles files, ContainerSeries series)
      throws ErrnoException, MalformedKernelDataException {
    files.read(CgroupFile.V1_CPUACCT_STAT, stat);
    if (KernelNumber.isKnown(KernelNumber.plus(stat.value(0), stat.value(1)))) {
      record(series, stat.value(0), stat.value(1), TICKS_PER_SECOND);
    }
  }

  private void record(ContainerSeries series, long user, long system, double perSecond) {
    if (series.reserve(time.points())) {
      time.record(series, user, system, perSecond);
    }
  }
}
