// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import dev.procpush.collector.HostCollector;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.sysfs.CpuList;
import io.opentelemetry.api.common.Attributes;
import java.util.List;

/// `devices/system/cpu/cpu*/topology`: which logical CPUs are one core. It is read when other CPUs
/// are online than before.
///
/// A core is counted once, with the first of its threads. So no number of a package, die or core is
/// needed, which not every processor has.
final class CpuTopologyCollector implements HostCollector {
  private final OnlineCpus online = new OnlineCpus();
  private final ScopedInstrument physicalCount;
  private long cores;

  CpuTopologyCollector(Instruments instruments) {
    physicalCount =
        instruments
            .ofHost(
                "cpu.physical.count",
                "{cpu}",
                "Physical CPU cores of which a logical CPU is online")
            .upDownCounter();
  }

  @Override
  public String name() {
    return "cpu_topology";
  }

  @Override
  public boolean isOn() {
    return physicalCount.isOn(Scope.SYSTEM);
  }

  @Override
  public void observe(HostFiles files) throws ErrnoException, MalformedKernelDataException {
    if (online.haveChanged(files)) {
      boolean whole = false;
      try {
        cores = count(files);
        whole = true;
      } finally {
        if (!whole) {
          online.forget();
        }
      }
    }
    physicalCount.record(Scope.SYSTEM, cores, Attributes.empty());
  }

  private long count(HostFiles files) throws ErrnoException, MalformedKernelDataException {
    long count = 0;
    for (int cpu : online.numbers()) {
      List<Integer> threads =
          files
              .readSys(
                  "devices/system/cpu/cpu" + cpu + "/topology/thread_siblings_list", CpuList::parse)
              .numbers();
      count += !threads.isEmpty() && threads.getFirst() == cpu ? 1 : 0;
    }
    return count;
  }
}
