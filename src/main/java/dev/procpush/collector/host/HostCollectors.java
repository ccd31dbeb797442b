// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import dev.procpush.collector.FileSystemSources;
import dev.procpush.collector.HostCollector;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.collector.hardware.HardwareCollectors;
import java.util.ArrayList;
import java.util.List;

/// The list of all collectors that visit the host, in the order of their visit.
public final class HostCollectors {
  private HostCollectors() {}

  /// Makes them, with their instruments.
  ///
  /// @param files tell which fields the running kernel has
  /// @param system what the host is like
  /// @param fileSystems what is asked about its file systems, and how
  public static List<HostCollector> of(
      Instruments instruments,
      HostFiles files,
      HostSelection selection,
      HostSystem system,
      FileSystemSources fileSystems) {
    List<HostCollector> collectors = new ArrayList<>(HardwareCollectors.of(instruments));
    collectors.add(new NfsClientCollector(instruments));
    collectors.add(new NfsServerCollector(instruments));
    collectors.add(new BtrfsCollector(instruments));
    collectors.add(new StatCollector(instruments, system.clockTicks()));
    collectors.add(new SchedstatCollector(instruments));
    collectors.add(new CpuTopologyCollector(instruments));
    collectors.add(new CpuFrequencyCollector(instruments, System::nanoTime));
    collectors.add(new LoadavgCollector(instruments));
    collectors.add(new ProcessStateCollector(instruments, system.listing(), system.processes()));
    collectors.add(new UptimeCollector(instruments));
    collectors.add(new FileNrCollector(instruments));
    collectors.addAll(SysctlCollector.all(instruments));
    collectors.add(new ClockCollector(instruments, system.clock()));
    collectors.add(new InfoCollector(instruments, system.root(), system.architecture()));
    collectors.add(new FilesystemCollector(instruments, fileSystems));
    collectors.addAll(memory(instruments, files));
    collectors.addAll(disks(instruments, selection));
    return List.copyOf(collectors);
  }

  private static List<HostCollector> memory(Instruments instruments, HostFiles files) {
    NumaNodes nodes = new NumaNodes();
    List<HostCollector> collectors = new ArrayList<>();
    collectors.add(new MeminfoCollector(instruments, files));
    collectors.add(new VmstatCollector(instruments, files));
    collectors.add(new SwapsCollector(instruments));
    collectors.add(new NodeMeminfoCollector(instruments, nodes));
    collectors.add(new NumastatCollector(instruments, nodes));
    collectors.addAll(PressureCollector.all(instruments));
    return collectors;
  }

  private static List<HostCollector> disks(Instruments instruments, HostSelection selection) {
    Disks disks = new Disks();
    ScopedInstrument limit =
        instruments.ofHost("disk.limit", "By", "Capacity of the block device").upDownCounter();
    return List.of(
        new DiskstatsCollector(
            new DiskMetrics(instruments), disks, selection, limit.isOn(Scope.SYSTEM)),
        new DiskSizeCollector(limit, disks));
  }
}
