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
import dev.procpush.parse.procfs.ProcStat;
import dev.procpush.parse.procfs.ProcStat.Count;
import io.opentelemetry.api.common.Attributes;
import java.util.EnumMap;
import java.util.Map;

/// `stat`: how the CPUs have spent their time, and what the kernel has counted since it booted. A
/// CPU that goes offline has no points.
final class StatCollector implements HostCollector {
  private static final Attributes NONE = Attributes.empty();

  private final int clockTicks;
  private final ProcStat stat = new ProcStat();
  private final CpuNumbers<CpuTimes> cpus = new CpuNumbers<>(CpuTimes::new);
  private final ScopedDouble time;
  private final ScopedDouble guestTime;
  private final ScopedInstrument logicalCount;
  private final Map<Count, ScopedInstrument> counts = new EnumMap<>(Count.class);
  private long cycle;

  /// @param clockTicks how many make a second
  StatCollector(Instruments instruments, int clockTicks) {
    this.clockTicks = clockTicks;
    time =
        instruments.ofHost("cpu.time", "s", "Time that the CPU spent in each mode").doubleCounter();
    guestTime =
        instruments
            .ofHost(
                "cpu.guest.time",
                "s",
                "Time that the CPU ran virtual machines, a part of `system.cpu.time`")
            .doubleCounter();
    logicalCount =
        instruments
            .ofHost("cpu.logical.count", "{cpu}", "Logical CPUs that are online")
            .upDownCounter();
    counter(
        instruments,
        Count.CONTEXT_SWITCHES,
        "cpu.context_switches",
        "{context_switch}",
        "Context switches of all CPUs");
    counter(
        instruments,
        Count.INTERRUPTS,
        "cpu.interrupts",
        "{interrupt}",
        "Interrupts of all kinds that the CPUs serviced");
    counter(
        instruments,
        Count.SOFTIRQS,
        "cpu.softirqs",
        "{interrupt}",
        "Softirqs of all kinds that the CPUs handled");
    counter(
        instruments,
        Count.CREATED_PROCESSES,
        "process.created",
        "{process}",
        "Processes and threads created on the host");
    counts.put(
        Count.RUNNING,
        instruments
            .ofHost(
                "thread.running", "{thread}", "Threads of the host that run or are ready to run")
            .upDownCounter());
    counts.put(
        Count.BLOCKED,
        instruments
            .ofHost("thread.blocked", "{thread}", "Threads of the host that wait for I/O")
            .upDownCounter());
    counts.put(
        Count.BOOT_TIME,
        instruments.ofHost("boot_time", "s", "Unix time at which the kernel booted").gauge());
  }

  private void counter(
      Instruments instruments, Count count, String suffix, String unit, String description) {
    counts.put(count, instruments.ofHost(suffix, unit, description).counter());
  }

  @Override
  public String name() {
    return "stat";
  }

  @Override
  public boolean isOn() {
    return time.isOn(Scope.SYSTEM)
        || guestTime.isOn(Scope.SYSTEM)
        || logicalCount.isOn(Scope.SYSTEM)
        || counts.values().stream().anyMatch(instrument -> instrument.isOn(Scope.SYSTEM));
  }

  @Override
  public void observe(HostFiles files) throws ErrnoException, MalformedKernelDataException {
    files.readProc("stat", stat);
    cycle++;
    logicalCount.record(Scope.SYSTEM, stat.online(), NONE);
    if (time.isOn(Scope.SYSTEM) || guestTime.isOn(Scope.SYSTEM)) {
      for (int line = 0; line < stat.cpus(); line++) {
        CpuTimes cpu = cpus.of(stat.cpu(line));
        cpu.update(stat, line, cycle, clockTicks);
        record(cpu, stat.times());
      }
    }
    counts.forEach(this::record);
  }

  private void record(CpuTimes cpu, int columns) {
    for (int i = 0; i < columns; i++) {
      ScopedDouble instrument = i < CpuTimes.GUEST ? time : guestTime;
      double seconds = KernelNumber.per(cpu.ticks(i), clockTicks);
      instrument.record(Scope.SYSTEM, seconds, cpu.attributes(i));
    }
  }

  private void record(Count count, ScopedInstrument instrument) {
    instrument.record(Scope.SYSTEM, stat.count(count), NONE);
  }
}
