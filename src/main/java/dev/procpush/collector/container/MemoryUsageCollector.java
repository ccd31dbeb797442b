// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import dev.procpush.collector.CgroupFile;
import dev.procpush.collector.ContainerCollector;
import dev.procpush.collector.ContainerFiles;
import dev.procpush.collector.ContainerSeries;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.discovery.CgroupController;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.NumberFile;
import io.opentelemetry.api.common.Attributes;

/// `memory.current` and `memory.max`, in version 1 `memory.usage_in_bytes` and
/// `memory.limit_in_bytes`, and what is made of them and `memory.stat`, which is read before.
final class MemoryUsageCollector implements ContainerCollector {
  private final ScopedInstrument usage;
  private final ScopedInstrument workingSet;
  private final ScopedInstrument available;
  private final ScopedInstrument limit;

  MemoryUsageCollector(Instruments instruments) {
    usage =
        bytes(instruments, "usage", "Memory that is charged to the container, page cache included");
    workingSet =
        bytes(
            instruments,
            "working_set",
            "Memory of the container without page cache that was not used recently");
    available =
        bytes(
            instruments,
            "available",
            "Memory that the container can still have: its limit less its working set");
    limit = bytes(instruments, "limit", "Maximum memory of the container");
  }

  private static ScopedInstrument bytes(Instruments instruments, String name, String description) {
    return instruments.ofContainer("memory." + name, "By", description).upDownCounter();
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
    CgroupFile file = unified ? CgroupFile.MEMORY_CURRENT : CgroupFile.V1_MEMORY_USAGE;
    record(
        series,
        NumberFile.orNone(files.find(file, NumberFile.AMOUNT)),
        unified ? files.limit(CgroupFile.MEMORY_MAX) : limitOfVersion1(files, series));
  }

  private static long limitOfVersion1(ContainerFiles files, ContainerSeries series)
      throws ErrnoException {
    if (series.memory().isUnlimited()) {
      return KernelNumber.NONE;
    }
    return NumberFile.orNone(files.find(CgroupFile.V1_MEMORY_LIMIT, NumberFile.LIMIT));
  }

  private void record(ContainerSeries series, long used, long most) {
    long workingSetNow = less(used, series.memory().inactiveFile());
    Attributes identity = series.identity();
    series.record(usage, series.ownAmount(usage, used), identity);
    series.record(limit, most, identity);
    series.record(workingSet, series.ownAmount(workingSet, workingSetNow), identity);
    series.record(available, less(most, workingSetNow), identity);
  }

  /// What is left of an amount without another; 0 where the other is larger, because both were not
  /// read at the same moment.
  private static long less(long amount, long other) {
    return KernelNumber.isKnown(amount) && KernelNumber.isKnown(other)
        ? Math.max(0, amount - other)
        : KernelNumber.NONE;
  }
}
