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
import org.jspecify.annotations.Nullable;

/// `memory.swap.current` and `memory.swap.max`; in version 1 `memory.memsw.*`, which count memory
/// and swap together, less the memory.
final class SwapCollector implements ContainerCollector {
  private static final CgroupFile CURRENT =
      new CgroupFile(CgroupController.UNIFIED, "memory.swap.current");
  private static final CgroupFile MAX = new CgroupFile(CgroupController.UNIFIED, "memory.swap.max");
  private static final CgroupFile BOTH_USAGE =
      new CgroupFile(CgroupController.MEMORY, "memory.memsw.usage_in_bytes");
  private static final CgroupFile BOTH_LIMIT =
      new CgroupFile(CgroupController.MEMORY, "memory.memsw.limit_in_bytes");
  private static final CgroupFile LIMIT =
      new CgroupFile(CgroupController.MEMORY, "memory.limit_in_bytes");

  private final ScopedInstrument usage;
  private final ScopedInstrument limit;

  SwapCollector(Instruments instruments) {
    usage =
        ContainerCollectors.metric(instruments, "paging.usage", "By", "Swap in use")
            .upDownCounter();
    limit =
        ContainerCollectors.metric(instruments, "paging.limit", "By", "How much swap it may use")
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
  public void observe(ContainerFiles files, ContainerSeries series)
      throws ErrnoException, MalformedKernelDataException {
    if (files.has(CgroupController.MEMORY)) {
      observeVersion1(files, series);
    } else if (files.has(CgroupController.UNIFIED)) {
      recordUsage(number(files, CURRENT), 0, series);
      CgroupNumber max = number(files, MAX);
      if (max != null && max.limited()) {
        series.record(limit, max.value(), series.identity());
      }
    }
  }

  private void observeVersion1(ContainerFiles files, ContainerSeries series)
      throws ErrnoException, MalformedKernelDataException {
    long memory = series.memory().usage();
    if (memory != ContainerMemory.UNKNOWN) {
      recordUsage(number(files, BOTH_USAGE), memory, series);
    }
    CgroupNumber both = number(files, BOTH_LIMIT);
    if (both != null && both.limited()) {
      CgroupNumber memoryLimit = number(files, LIMIT);
      if (memoryLimit != null && memoryLimit.limited()) {
        series.record(limit, Math.max(0, both.value() - memoryLimit.value()), series.identity());
      }
    }
  }

  private static @Nullable CgroupNumber number(ContainerFiles files, CgroupFile file)
      throws ErrnoException, MalformedKernelDataException {
    FileContent content = files.find(file);
    return content == null
        ? null
        : CgroupNumber.parse(content.bytes(), content.length(), file.name());
  }

  private void recordUsage(@Nullable CgroupNumber number, long less, ContainerSeries series) {
    if (number != null && number.limited()) {
      long own = series.ownAmount(usage, Math.max(0, number.value() - less));
      series.record(usage, own, series.identity());
    }
  }
}
