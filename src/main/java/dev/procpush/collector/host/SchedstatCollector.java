// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import dev.procpush.collector.HostCollector;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedDouble;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.Schedstat;
import io.opentelemetry.api.common.Attributes;

/// `schedstat`: how long tasks ran and waited on each CPU.
final class SchedstatCollector implements HostCollector {
  private static final double NANOS = 1e9;

  private final Schedstat schedstat = new Schedstat();
  private final CpuNumbers<Attributes> cpus = CpuNumbers.attributes();
  private final ScopedDouble running;
  private final ScopedDouble waiting;
  private final ScopedInstrument timeslices;

  SchedstatCollector(Instruments instruments) {
    running =
        instruments
            .ofHost("cpu.scheduler.running_time", "s", "Time that threads ran on the CPU")
            .doubleCounter();
    waiting =
        instruments
            .ofHost(
                "cpu.scheduler.waiting_time",
                "s",
                "Time that threads waited for the CPU, added up over threads")
            .doubleCounter();
    timeslices =
        instruments
            .ofHost(
                "cpu.scheduler.timeslices", "{timeslice}", "Timeslices that threads ran on the CPU")
            .counter();
  }

  @Override
  public String name() {
    return "schedstat";
  }

  @Override
  public boolean isOn() {
    return running.isOn(Scope.SYSTEM)
        || waiting.isOn(Scope.SYSTEM)
        || timeslices.isOn(Scope.SYSTEM);
  }

  @Override
  public void observe(HostFiles files) throws ErrnoException, MalformedKernelDataException {
    files.readProc("schedstat", schedstat);
    for (int line = 0; line < schedstat.cpus(); line++) {
      Attributes cpu = cpus.of(schedstat.cpu(line));
      running.record(Scope.SYSTEM, KernelNumber.per(schedstat.running(line), NANOS), cpu);
      waiting.record(Scope.SYSTEM, KernelNumber.per(schedstat.waiting(line), NANOS), cpu);
      timeslices.record(Scope.SYSTEM, schedstat.timeslices(line), cpu);
    }
  }
}
