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
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.NumberFile;
import dev.procpush.parse.cgroup.CpuMax;
import org.jspecify.annotations.Nullable;

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
            .ofContainer("cpu.limit", "{cpu}", "Number of CPUs that the container may use")
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
    CpuMax max = file == CgroupFile.CPU_MAX ? files.find(file, CpuMax::parse) : version1(files);
    if (max == null) {
      return;
    }
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

  private static @Nullable CpuMax version1(ContainerFiles files)
      throws ErrnoException, MalformedKernelDataException {
    long quota = files.limit(CgroupFile.V1_CPU_CFS_QUOTA);
    if (!KernelNumber.isKnown(quota)) {
      return null;
    }
    long period = files.read(CgroupFile.V1_CPU_CFS_PERIOD, NumberFile.AMOUNT);
    return period <= 0 ? CpuMax.UNLIMITED : new CpuMax(true, quota, period);
  }
}
