// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import static io.opentelemetry.api.common.AttributeKey.stringKey;

import dev.procpush.collector.CgroupFile;
import dev.procpush.collector.ContainerCollector;
import dev.procpush.collector.ContainerFiles;
import dev.procpush.collector.ContainerSeries;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.discovery.CgroupController;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.cgroup.FlatKeyedFile;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.List;

/// `memory.stat`: what the memory is used for, and page faults. In version 1 the keys with `total_`
/// are those that hold what is below the cgroup as well, as version 2's do.
final class MemoryStatCollector implements ContainerCollector {
  private static final CgroupFile UNIFIED = new CgroupFile(CgroupController.UNIFIED, "memory.stat");
  private static final CgroupFile VERSION_1 =
      new CgroupFile(CgroupController.MEMORY, "memory.stat");
  private static final AttributeKey<String> FAULT_TYPE = stringKey("system.paging.fault.type");
  private static final Attributes MAJOR = Attributes.of(FAULT_TYPE, "major");
  private static final Attributes MINOR = Attributes.of(FAULT_TYPE, "minor");

  private static final int INACTIVE_FILE = 5;
  private static final int FAULTS = 7;
  private static final int MAJOR_FAULTS = 8;

  private final FlatKeyedFile unified =
      new FlatKeyedFile(
          "memory.stat",
          List.of(
              "anon",
              "file",
              "kernel",
              "shmem",
              "file_mapped",
              "inactive_file",
              "active_file",
              "pgfault",
              "pgmajfault"));
  private final FlatKeyedFile version1 =
      new FlatKeyedFile(
          "memory.stat",
          List.of(
              "total_rss",
              "total_cache",
              "kernel",
              "total_shmem",
              "total_mapped_file",
              "total_inactive_file",
              "total_active_file",
              "total_pgfault",
              "total_pgmajfault"));

  /// One for each of the first keys.
  private final List<ScopedInstrument> bytes;

  private final ScopedInstrument faults;
  private final boolean neededElsewhere;

  /// @param kernel the metric of the kernel's memory, which version 1 has in another file
  /// @param neededElsewhere whether another collector wants to be told what this file has
  MemoryStatCollector(Instruments instruments, ScopedInstrument kernel, boolean neededElsewhere) {
    this.neededElsewhere = neededElsewhere;
    bytes =
        List.of(
            memory(instruments, "rss", "Memory of processes that is in no file"),
            memory(instruments, "cache", "Page cache"),
            kernel,
            memory(instruments, "linux.shmem", "Shared memory and tmpfs"),
            memory(instruments, "linux.file_mapped", "Page cache that processes have mapped"),
            memory(instruments, "linux.inactive_file", "Page cache that was not used lately"),
            memory(instruments, "linux.active_file", "Page cache that was used lately"));
    faults =
        ContainerCollectors.metric(instruments, "paging.faults", "{fault}", "Page faults")
            .counter();
  }

  private static ScopedInstrument memory(Instruments instruments, String name, String description) {
    return ContainerCollectors.metric(instruments, "memory." + name, "By", description)
        .upDownCounter();
  }

  @Override
  public String name() {
    return "memory_stat";
  }

  @Override
  public boolean isOn() {
    return neededElsewhere
        || faults.isOn(Scope.CONTAINER)
        || bytes.stream().anyMatch(instrument -> instrument.isOn(Scope.CONTAINER));
  }

  @Override
  public void observe(ContainerFiles files, ContainerSeries series)
      throws ErrnoException, MalformedKernelDataException {
    boolean first = files.has(CgroupController.MEMORY);
    if (!first && !files.has(CgroupController.UNIFIED)) {
      return;
    }
    FileContent content = files.find(first ? VERSION_1 : UNIFIED);
    if (content != null) {
      FlatKeyedFile stat = first ? version1 : unified;
      stat.parse(content.bytes(), content.length());
      if (stat.has(INACTIVE_FILE)) {
        series.memory().inactiveFile(stat.value(INACTIVE_FILE));
      }
      record(stat, series);
    }
  }

  private void record(FlatKeyedFile stat, ContainerSeries series) {
    boolean hasFaults = faults.isOn(Scope.CONTAINER) && stat.has(FAULTS) && stat.has(MAJOR_FAULTS);
    int points = hasFaults ? 2 : 0;
    for (int i = 0; i < bytes.size(); i++) {
      points += stat.has(i) && bytes.get(i).isOn(Scope.CONTAINER) ? 1 : 0;
    }
    if (!series.reserve(points)) {
      return;
    }
    for (int i = 0; i < bytes.size(); i++) {
      if (stat.has(i)) {
        bytes.get(i).record(Scope.CONTAINER, stat.value(i), series.identity());
      }
    }
    if (hasFaults) {
      long major = stat.value(MAJOR_FAULTS);
      faults.record(Scope.CONTAINER, major, series.with(MAJOR));
      faults.record(Scope.CONTAINER, Math.max(0, stat.value(FAULTS) - major), series.with(MINOR));
    }
  }
}
