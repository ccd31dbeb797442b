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
import org.jspecify.annotations.Nullable;

/// `cpu.max`, in version 1 `cpu.cfs_quota_us` and `cpu.cfs_period_us`: how many CPUs it may use.
/// Read before `cpu.stat`, which counts throttling where there is a limit.
final class CpuMaxCollector implements ContainerCollector {
  private static final CgroupFile MAX = new CgroupFile(CgroupController.UNIFIED, "cpu.max");
  private static final CgroupFile QUOTA = new CgroupFile(CgroupController.CPU, "cpu.cfs_quota_us");
  private static final CgroupFile PERIOD =
      new CgroupFile(CgroupController.CPU, "cpu.cfs_period_us");

  private final ScopedDouble limit;
  private final boolean neededElsewhere;

  /// @param neededElsewhere whether another collector wants to be told if there is a limit
  CpuMaxCollector(Instruments instruments, boolean neededElsewhere) {
    this.neededElsewhere = neededElsewhere;
    limit =
        ContainerCollectors.metric(instruments, "cpu.limit", "{cpu}", "How many CPUs it may use")
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
    CpuMax max = files.isUnified(CgroupController.CPU) ? unified(files) : version1(files);
    if (max == null || !max.limited()) {
      return;
    }
    series.cpuLimited(true);
    if (limit.isOn(Scope.CONTAINER) && series.reserve(1)) {
      limit.record(
          Scope.CONTAINER, (double) max.quota() / (double) max.period(), series.identity());
    }
  }

  private static @Nullable CpuMax unified(ContainerFiles files)
      throws ErrnoException, MalformedKernelDataException {
    FileContent content = files.find(MAX);
    return content == null ? null : CpuMax.parse(content.bytes(), content.length());
  }

  private static @Nullable CpuMax version1(ContainerFiles files)
      throws ErrnoException, MalformedKernelDataException {
    FileContent content = files.find(QUOTA);
    if (content == null) {
      return null;
    }
    CgroupNumber quota = CgroupNumber.parse(content.bytes(), content.length(), QUOTA.name());
    if (!quota.limited()) {
      return null;
    }
    content = files.read(PERIOD);
    CgroupNumber period = CgroupNumber.parse(content.bytes(), content.length(), PERIOD.name());
    return period.value() == 0 ? null : new CpuMax(true, quota.value(), period.value());
  }
}
