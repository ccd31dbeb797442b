// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.process;

import static dev.procpush.collector.ProcessSeries.SCOPE;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import dev.procpush.collector.Instruments;
import dev.procpush.collector.ProcessCollector;
import dev.procpush.collector.ProcessFolder;
import dev.procpush.collector.ProcessSeries;
import dev.procpush.collector.ScopedDouble;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.procfs.PidStat;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;

/// `stat`: CPU time, page faults, threads and age. It was read already, to compare processes.
final class StatCollector implements ProcessCollector {
  private static final AttributeKey<String> CPU_MODE = stringKey("cpu.mode");
  private static final Attributes USER = Attributes.of(CPU_MODE, "user");
  private static final Attributes SYSTEM = Attributes.of(CPU_MODE, "system");
  private static final AttributeKey<String> FAULT_TYPE = stringKey("system.paging.fault.type");
  private static final Attributes MAJOR = Attributes.of(FAULT_TYPE, "major");
  private static final Attributes MINOR = Attributes.of(FAULT_TYPE, "minor");

  private final ScopedDouble cpuTime;
  private final ScopedDouble childrenCpuTime;
  private final ScopedInstrument faults;
  private final ScopedInstrument threads;
  private final ScopedDouble uptime;
  private final double clockTicks;

  StatCollector(Instruments instruments, int clockTicks) {
    this.clockTicks = clockTicks;
    cpuTime =
        instruments.ofProcess("cpu.time", "s", "CPU time that the process used").doubleCounter();
    childrenCpuTime =
        instruments
            .ofProcess(
                "children.cpu.time",
                "s",
                "CPU time of the process's children that have ended, and of theirs")
            .doubleCounter();
    faults =
        instruments.ofProcess("paging.faults", "{fault}", "Page faults of the process").counter();
    threads =
        instruments.ofProcess("thread.count", "{thread}", "Threads of the process").upDownCounter();
    uptime = instruments.ofProcess("uptime", "s", "Time since the process started").doubleGauge();
  }

  @Override
  public String name() {
    return "process_stat";
  }

  @Override
  public int points() {
    return (cpuTime.isOn(SCOPE) ? 2 : 0)
        + (childrenCpuTime.isOn(SCOPE) ? 2 : 0)
        + (faults.isOn(SCOPE) ? 2 : 0)
        + (threads.isOn(SCOPE) ? 1 : 0)
        + (uptime.isOn(SCOPE) ? 1 : 0);
  }

  @Override
  public void observe(ProcessFolder folder, ProcessSeries series) {
    PidStat stat = series.stat();
    Attributes user = series.with(USER);
    Attributes system = series.with(SYSTEM);
    cpuTime.record(SCOPE, KernelNumber.per(stat.userTime(), clockTicks), user);
    cpuTime.record(SCOPE, KernelNumber.per(stat.systemTime(), clockTicks), system);
    childrenCpuTime.record(SCOPE, KernelNumber.per(stat.childrenUserTime(), clockTicks), user);
    childrenCpuTime.record(SCOPE, KernelNumber.per(stat.childrenSystemTime(), clockTicks), system);
    faults.record(SCOPE, stat.minorFaults(), series.with(MINOR));
    faults.record(SCOPE, stat.majorFaults(), series.with(MAJOR));
    threads.record(SCOPE, stat.threads(), series.identity());
    if (series.hasUptime()) {
      uptime.record(SCOPE, series.uptime(), series.identity());
    }
  }
}
