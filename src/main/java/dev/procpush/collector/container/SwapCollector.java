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
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.NumberFile;

/// `memory.swap.current` and `memory.swap.max`. In version 1 `memory.stat` has the usage, and
/// `memory.memsw.limit_in_bytes` limits memory and swap together.
final class SwapCollector implements ContainerCollector {
  private final ScopedInstrument usage;
  private final ScopedInstrument limit;

  SwapCollector(Instruments instruments) {
    usage =
        instruments
            .ofContainer("paging.usage", "By", "Swap that the container uses")
            .upDownCounter();
    limit =
        instruments
            .ofContainer("paging.limit", "By", "Maximum swap of the container")
            .upDownCounter();
  }

  @Override
  public String name() {
    return "memory_swap";
  }

  @Override
  public boolean isOn() {
    return usage.isOn(Scope.CONTAINER) || limit.isOn(Scope.CONTAINER);
  }

  @Override
  public void observe(ContainerFiles files, ContainerSeries series) throws ErrnoException {
    if (files.has(CgroupController.MEMORY)) {
      observeVersion1(files, series);
    } else if (files.has(CgroupController.UNIFIED)) {
      record(
          series, NumberFile.orNone(files.find(CgroupFile.MEMORY_SWAP_CURRENT, NumberFile.AMOUNT)));
      series.record(limit, files.limit(CgroupFile.MEMORY_SWAP_MAX), series.identity());
    }
  }

  private void observeVersion1(ContainerFiles files, ContainerSeries series) throws ErrnoException {
    ContainerMemory memory = series.memory();
    record(series, memory.swap());
    if (memory.isSwapUnlimited()) {
      return;
    }
    long both = files.limit(CgroupFile.V1_MEMORY_MEMSW_LIMIT);
    if (KernelNumber.isKnown(both)) {
      long ofMemory = files.limit(CgroupFile.V1_MEMORY_LIMIT);
      if (KernelNumber.isKnown(ofMemory)) {
        series.record(limit, Math.max(0, both - ofMemory), series.identity());
      }
    }
  }

  private void record(ContainerSeries series, long used) {
    series.record(usage, series.ownAmount(usage, used), series.identity());
  }
}
