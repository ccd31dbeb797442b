// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.process;

import static dev.procpush.collector.ProcessSeries.SCOPE;

import dev.procpush.collector.Instruments;
import dev.procpush.collector.ProcessCollector;
import dev.procpush.collector.ProcessFile;
import dev.procpush.collector.ProcessFolder;
import dev.procpush.collector.ProcessSeries;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.PidStatm;

/// `statm`: memory. A thread of the kernel has none of its own, and a process whose first thread
/// has ended shows none.
final class StatmCollector implements ProcessCollector {
  private final ScopedInstrument usage;
  private final ScopedInstrument virtual;
  private final int pageSize;

  StatmCollector(Instruments instruments, int pageSize) {
    this.pageSize = pageSize;
    usage =
        instruments
            .ofProcess("memory.usage", "By", "Memory of the process that is resident")
            .upDownCounter();
    virtual =
        instruments
            .ofProcess("memory.virtual", "By", "Virtual memory of the process")
            .upDownCounter();
  }

  @Override
  public String name() {
    return "process_statm";
  }

  @Override
  public int points() {
    return (usage.isOn(SCOPE) ? 1 : 0) + (virtual.isOn(SCOPE) ? 1 : 0);
  }

  @Override
  public void observe(ProcessFolder folder, ProcessSeries series)
      throws ErrnoException, MalformedKernelDataException {
    PidStatm statm = folder.read(ProcessFile.STATM, PidStatm::parse);
    if (statm.size() != 0) {
      usage.record(SCOPE, KernelNumber.times(statm.resident(), pageSize), series.identity());
      virtual.record(SCOPE, KernelNumber.times(statm.size(), pageSize), series.identity());
    }
  }
}
