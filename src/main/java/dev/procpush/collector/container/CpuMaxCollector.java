// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import dev.procpush.collector.CgroupFile;
import dev.procpush.collector.ContainerCollector;
import dev.procpush.collector.ContainerFiles;
import dev.procpush.collector.ContainerSeries;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedDouble;
import dev.procpush.discovery.CgroupController;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.cgroup.CgroupNumber;
import dev.procpush.parse.cgroup.CpuMax;

/// `cpu.max`, in version 1 `cpu.cfs_quota_us` and `cpu.cfs_period_us`: how many CPUs it may use.
/// Read before `cpu.stat`, which counts throttling where there is a limit.
final class CpuMaxCollector implements ContainerCollector {
  private final ScopedDouble limit;
  private final boolean neededElsewhere;

  /// @param neededElsewhere whether another collector wants to be told if there is a limit
  CpuMaxCollector(Instruments instruments, boolean neededElsewhere) {
    this.neededElsewhere = neededElsewhere;
    limit =
        instruments
            .ofContainer("cpu.limit", "{cpu}", "How many CPUs it may use")
            .doubleUpDownCounter();
  }

  @Override
  public String name() {
    return "cpu_max";
  }

  @Override
  public boolean isOn() {
    return neededElsewhere || limit.isOn(Scope.CONTAINER);
  }

  @Override
  public void observe(ContainerFiles files, ContainerSeries series)
      throws ErrnoException, MalformedKernelDataException {
    CgroupFile file =
        files.isUnified(CgroupController.CPU) ? CgroupFile.CPU_MAX : CgroupFile.V1_CPU_CFS_QUOTA;
    FileContent content = files.find(file);
    if (content == null) {
      return;
    }
    CpuMax max =
        file == CgroupFile.CPU_MAX
            ? CpuMax.parse(content.bytes(), content.length())
            : version1(content, files);
    if (!max.limited()) {
      files.rest(file);
      return;
    }
    series.cpuLimited(true);
    if (limit.isOn(Scope.CONTAINER) && series.reserve(1)) {
      limit.record(
          Scope.CONTAINER, (double) max.quota() / (double) max.period(), series.identity());
    }
  }

  private static CpuMax version1(FileContent quota, ContainerFiles files)
      throws ErrnoException, MalformedKernelDataException {
    CgroupFile file = CgroupFile.V1_CPU_CFS_QUOTA;
    long micros = CgroupNumber.limit(quota.bytes(), quota.length(), file.path());
    if (micros == CgroupNumber.UNLIMITED) {
      return CpuMax.UNLIMITED;
    }
    file = CgroupFile.V1_CPU_CFS_PERIOD;
    FileContent content = files.read(file);
    long period = CgroupNumber.amount(content.bytes(), content.length(), file.path());
    return period <= 0 ? CpuMax.UNLIMITED : new CpuMax(true, micros, period);
  }
}
