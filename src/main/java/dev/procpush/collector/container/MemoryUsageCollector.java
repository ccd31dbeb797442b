// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import dev.procpush.collector.CgroupFile;
import dev.procpush.collector.ContainerCollector;
import dev.procpush.collector.ContainerFiles;
import dev.procpush.collector.ContainerMemory;
import dev.procpush.collector.ContainerSeries;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.discovery.CgroupController;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.cgroup.CgroupNumber;
import io.opentelemetry.api.common.Attributes;

/// `memory.current` and `memory.max`, in version 1 `memory.usage_in_bytes` and
/// `memory.limit_in_bytes`, and what is made of them and `memory.stat`, which is read before.
final class MemoryUsageCollector implements ContainerCollector {
  private static final CgroupFile CURRENT =
      new CgroupFile(CgroupController.UNIFIED, "memory.current");
  private static final CgroupFile MAX = new CgroupFile(CgroupController.UNIFIED, "memory.max");
  private static final CgroupFile USAGE =
      new CgroupFile(CgroupController.MEMORY, "memory.usage_in_bytes");
  private static final CgroupFile LIMIT =
      new CgroupFile(CgroupController.MEMORY, "memory.limit_in_bytes");

  private final ScopedInstrument usage;
  private final ScopedInstrument workingSet;
  private final ScopedInstrument available;
  private final ScopedInstrument limit;

  MemoryUsageCollector(Instruments instruments) {
    usage = bytes(instruments, "usage", "Memory that is charged, page cache included");
    workingSet =
        bytes(instruments, "working_set", "Usage without page cache that was not used lately");
    available = bytes(instruments, "available", "The limit less the working set");
    limit = bytes(instruments, "limit", "How much memory it may have");
  }

  private static ScopedInstrument bytes(Instruments instruments, String name, String description) {
    return ContainerCollectors.metric(instruments, "memory." + name, "By", description)
        .upDownCounter();
  }

  /// Whether a metric is made of `memory.stat`.
  boolean needsStat() {
    return workingSet.isOn(Scope.CONTAINER) || available.isOn(Scope.CONTAINER);
  }

  @Override
  public String name() {
    return "memory_current";
  }

  @Override
  public boolean isOn() {
    return needsStat() || usage.isOn(Scope.CONTAINER) || limit.isOn(Scope.CONTAINER);
  }

  @Override
  public void observe(ContainerFiles files, ContainerSeries series)
      throws ErrnoException, MalformedKernelDataException {
    boolean unified = files.isUnified(CgroupController.MEMORY);
    if (!unified && !files.has(CgroupController.MEMORY)) {
      return;
    }
    FileContent content = files.find(unified ? CURRENT : USAGE);
    if (content == null) {
      return;
    }
    long used = CgroupNumber.parse(content.bytes(), content.length(), CURRENT.name()).value();
    CgroupFile limitFile = unified ? MAX : LIMIT;
    content = files.read(limitFile);
    CgroupNumber most = CgroupNumber.parse(content.bytes(), content.length(), limitFile.name());
    series.memory().usage(used);
    record(series, used, most);
  }

  private void record(ContainerSeries series, long used, CgroupNumber most) {
    long inactive = series.memory().inactiveFile();
    boolean hasWorkingSet = inactive != ContainerMemory.UNKNOWN;
    boolean hasAvailable = hasWorkingSet && most.limited();
    int points =
        on(usage, true)
            + on(limit, most.limited())
            + on(workingSet, hasWorkingSet)
            + on(available, hasAvailable);
    if (!series.reserve(points)) {
      return;
    }
    Attributes identity = series.identity();
    usage.record(Scope.CONTAINER, series.ownAmount(usage, used), identity);
    if (most.limited()) {
      limit.record(Scope.CONTAINER, most.value(), identity);
    }
    if (hasWorkingSet) {
      long set = Math.max(0, used - inactive);
      workingSet.record(Scope.CONTAINER, series.ownAmount(workingSet, set), identity);
      if (hasAvailable) {
        available.record(Scope.CONTAINER, Math.max(0, most.value() - set), identity);
      }
    }
  }

  private static int on(ScopedInstrument instrument, boolean has) {
    return has && instrument.isOn(Scope.CONTAINER) ? 1 : 0;
  }
}
