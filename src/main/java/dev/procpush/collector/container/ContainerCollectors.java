// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import dev.procpush.collector.CgroupFile;
import dev.procpush.collector.ContainerCollector;
import dev.procpush.collector.FileSystemSources;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.linux.DirectoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// The list of all collectors that visit a container, in the order of their visit.
public final class ContainerCollectors {
  private ContainerCollectors() {}

  /// Makes them, with their instruments.
  ///
  /// @param host tells the names of block devices, and how long it has been up
  /// @param fileSystems what is asked about file systems, the host's and theirs
  /// @param layers tells how much space writable layers take
  /// @param memoryKeys which keys of `memory.stat` are metrics of their own, by version 2's names
  public static List<ContainerCollector> of(
      Instruments instruments,
      HostFiles host,
      FileSystemSources fileSystems,
      DirectoryUsage layers,
      Predicate<String> memoryKeys) {
    List<ContainerCollector> collectors = new ArrayList<>();
    collectors.add(new InfoCollector(instruments));
    collectors.add(new UptimeCollector(instruments, host));
    CpuTime cpuTime = new CpuTime(instruments);
    CpuStatCollector cpuStat = new CpuStatCollector(instruments, cpuTime);
    collectors.add(new CpuMaxCollector(instruments, cpuStat.throttlingPoints() > 0));
    collectors.add(cpuStat);
    collectors.add(new CpuacctUsageCollector(cpuTime));
    ScopedInstrument kernel =
        instruments
            .ofContainer(
                "memory.kernel", "By", "Memory of the kernel that is charged to the container")
            .upDownCounter();
    collectors.addAll(numbers(instruments, kernel));
    MemoryUsageCollector memoryUsage = new MemoryUsageCollector(instruments);
    SwapCollector swap = new SwapCollector(instruments);
    collectors.add(
        new MemoryStatCollector(
            instruments, kernel, memoryUsage.needsStat() || swap.isOn(), memoryKeys));
    collectors.add(memoryUsage);
    collectors.add(swap);
    collectors.add(new MemoryEventsCollector(instruments));
    DiskMetrics disk = new DiskMetrics(instruments, host);
    collectors.add(new IoStatCollector(disk));
    collectors.add(new BlkioThrottleCollector(disk));
    collectors.add(new FilesystemCollector(instruments, host, fileSystems));
    collectors.add(new LayerCollector(instruments, host, fileSystems.mounts(), layers));
    collectors.add(new PidsEventsCollector(instruments));
    collectors.add(new ProcessCountCollector(instruments));
    collectors.addAll(PressureCollector.all(instruments));
    return List.copyOf(collectors);
  }

  /// Those of files that are one number.
  private static List<ContainerCollector> numbers(
      Instruments instruments, ScopedInstrument kernel) {
    return List.of(
        CgroupNumberCollector.unified(
            CgroupFile.CPU_WEIGHT,
            instruments
                .ofContainer(
                    "cpu.weight", "{weight}", "CPU weight of the container, from 1 to 10,000")
                .gauge()),
        CgroupNumberCollector.version1(
            CgroupFile.V1_CPU_SHARES,
            instruments
                .ofContainer("cpu.shares", "{share}", "CPU shares of the container; 1,024 is usual")
                .gauge()),
        new CgroupNumberCollector(
                CgroupFile.V1_PIDS_CURRENT,
                CgroupFile.PIDS_CURRENT,
                instruments
                    .ofContainer(
                        "thread.count", "{thread}", "Threads of all processes of the container")
                    .upDownCounter())
            .ofAllBelow(),
        new CgroupNumberCollector(
                CgroupFile.V1_PIDS_MAX,
                CgroupFile.PIDS_MAX,
                instruments
                    .ofContainer(
                        "thread.limit", "{thread}", "Maximum number of threads of the container")
                    .upDownCounter())
            .ofLimit(),
        new CgroupNumberCollector(
                CgroupFile.V1_MEMORY_SOFT_LIMIT,
                CgroupFile.MEMORY_LOW,
                instruments
                    .ofContainer(
                        "memory.reservation",
                        "By",
                        "Memory of the container that is reclaimed last")
                    .upDownCounter())
            .ofLimit()
            .unlessZero(),
        CgroupNumberCollector.version1(CgroupFile.V1_MEMORY_KMEM_USAGE, kernel).ofAllBelow(),
        new CgroupNumberCollector(
            CgroupFile.V1_MEMORY_MAX_USAGE,
            CgroupFile.MEMORY_PEAK,
            instruments
                .ofContainer("memory.peak", "By", "Most memory that the container has had so far")
                .gauge()));
  }
}
