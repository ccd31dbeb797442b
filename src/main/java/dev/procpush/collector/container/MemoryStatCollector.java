// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import static io.opentelemetry.api.common.AttributeKey.stringKey;

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
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.cgroup.FlatKeyedFile;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// `memory.stat`: what the memory is used for, and page faults. In version 1 the keys with `total_`
/// are those that hold what is below the cgroup as well, as version 2's do.
final class MemoryStatCollector implements ContainerCollector {
  private static final AttributeKey<String> FAULT_TYPE = stringKey("system.paging.fault.type");
  private static final Attributes MAJOR = Attributes.of(FAULT_TYPE, "major");
  private static final Attributes MINOR = Attributes.of(FAULT_TYPE, "minor");

  private static final int KERNEL = 2;
  private static final int INACTIVE_FILE = 3;
  private static final int FAULTS = 4;
  private static final int MAJOR_FAULTS = 5;
  private static final int SWAP = 6;
  private static final int LIMIT = 7;
  private static final int SWAP_LIMIT = 8;
  private static final int FIXED = 9;

  private final MemoryKeys keys;
  private final FlatKeyedFile unified;
  private final FlatKeyedFile version1;

  /// For each place in these files its metric; null where it is not bytes or has none.
  private final List<@Nullable ScopedInstrument> ofUnified = new ArrayList<>();

  private final List<@Nullable ScopedInstrument> ofVersion1 = new ArrayList<>();
  private final List<ScopedInstrument> named;
  private final ScopedInstrument faults;
  private final boolean neededElsewhere;

  /// @param kernel the metric of the kernel's memory, which version 1 has in another file
  /// @param neededElsewhere whether another collector wants to be told what this file has
  /// @param wanted which keys are metrics of their own, by version 2's names
  MemoryStatCollector(
      Instruments instruments,
      ScopedInstrument kernel,
      boolean neededElsewhere,
      Predicate<String> wanted) {
    this.neededElsewhere = neededElsewhere;
    named =
        List.of(
            memory(instruments, "rss", "Anonymous memory of the container's processes"),
            memory(instruments, "cache", "Page cache that is charged to the container"),
            kernel);
    keys = new MemoryKeys(instruments, wanted);
    unified =
        new FlatKeyedFile(
            List.of(
                "anon",
                "file",
                "kernel",
                "inactive_file",
                "pgfault",
                "pgmajfault",
                "swap",
                "hierarchical_memory_limit",
                "hierarchical_memsw_limit"),
            keys::wantsUnified);
    version1 =
        new FlatKeyedFile(
            List.of(
                "total_rss",
                "total_cache",
                "kernel",
                "total_inactive_file",
                "total_pgfault",
                "total_pgmajfault",
                "total_swap",
                "hierarchical_memory_limit",
                "hierarchical_memsw_limit"),
            keys::wantsVersion1);
    faults =
        instruments
            .ofContainer("paging.faults", "{fault}", "Page faults of the container's processes")
            .counter();
  }

  private static ScopedInstrument memory(Instruments instruments, String name, String description) {
    return instruments.ofContainer("memory." + name, "By", description).upDownCounter();
  }

  @Override
  public String name() {
    return "memory_stat";
  }

  @Override
  public boolean isOn() {
    return neededElsewhere
        || faults.isOn(Scope.CONTAINER)
        || ScopedInstrument.countOn(named, Scope.CONTAINER) > 0
        || keys.isAnyOn(Scope.CONTAINER);
  }

  @Override
  public void observe(ContainerFiles files, ContainerSeries series)
      throws ErrnoException, MalformedKernelDataException {
    boolean first = files.has(CgroupController.MEMORY);
    if (!first && !files.has(CgroupController.UNIFIED)) {
      return;
    }
    FlatKeyedFile stat =
        first
            ? files.find(CgroupFile.V1_MEMORY_STAT, version1)
            : files.find(CgroupFile.MEMORY_STAT, unified);
    if (stat != null) {
      tell(stat, series.memory());
      record(stat, first ? ofVersion1 : ofUnified, series);
    }
  }

  private static void tell(FlatKeyedFile stat, ContainerMemory memory) {
    memory.inactiveFile(stat.value(INACTIVE_FILE));
    memory.swap(stat.value(SWAP));
    memory.unlimited(isUnlimited(stat, LIMIT), isUnlimited(stat, SWAP_LIMIT));
  }

  /// Version 1 has here the lowest of its limits and those of all cgroups around it: where there is
  /// none at all, it has none.
  private static boolean isUnlimited(FlatKeyedFile stat, int limit) {
    return KernelNumber.isKnown(stat.value(limit))
        && !KernelNumber.isKnown(KernelNumber.BYTE_LIMIT.checked(stat.value(limit)));
  }

  /// Finds the metrics of places that are new.
  private void learn(FlatKeyedFile stat, List<@Nullable ScopedInstrument> metrics) {
    for (int place = metrics.size(); place < stat.size(); place++) {
      String key = stat == version1 ? MemoryKeys.unified(stat.key(place)) : stat.key(place);
      boolean isShared = place == INACTIVE_FILE || place == SWAP;
      boolean isKey = place >= FIXED || (isShared && keys.wantsUnified(key));
      metrics.add(place <= KERNEL ? named.get(place) : isKey ? keys.metric(key) : null);
    }
  }

  private void record(
      FlatKeyedFile stat, List<@Nullable ScopedInstrument> metrics, ContainerSeries series) {
    learn(stat, metrics);
    int points = faults.isOn(Scope.CONTAINER) ? 2 : 0;
    for (int i = 0; i < metrics.size(); i++) {
      ScopedInstrument metric = metrics.get(i);
      boolean has = metric != null && KernelNumber.isKnown(stat.value(i));
      points += has && metric.isOn(Scope.CONTAINER) ? 1 : 0;
    }
    if (!series.reserve(points)) {
      return;
    }
    for (int i = 0; i < metrics.size(); i++) {
      ScopedInstrument metric = metrics.get(i);
      if (metric != null) {
        metric.record(Scope.CONTAINER, series.ownAmount(metric, stat.value(i)), series.identity());
      }
    }
    if (faults.isOn(Scope.CONTAINER)) {
      long major = stat.value(MAJOR_FAULTS);
      long minor = series.minorFaults().of(stat.value(FAULTS), major);
      faults.record(Scope.CONTAINER, series.ownCount(faults, MAJOR, major), series.with(MAJOR));
      faults.record(Scope.CONTAINER, series.ownCount(faults, MINOR, minor), series.with(MINOR));
    }
  }
}
