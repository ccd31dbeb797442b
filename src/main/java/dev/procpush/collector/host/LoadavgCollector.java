// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import dev.procpush.collector.HostCollector;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedDouble;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.Loadavg;
import io.opentelemetry.api.common.Attributes;

/// `loadavg`: how many threads want to run, and how many there are.
final class LoadavgCollector implements HostCollector {
  private final ScopedDouble oneMinute;
  private final ScopedDouble fiveMinutes;
  private final ScopedDouble fifteenMinutes;
  private final ScopedInstrument threads;

  LoadavgCollector(Instruments instruments) {
    oneMinute = average(instruments, "1m", "1 minute");
    fiveMinutes = average(instruments, "5m", "5 minutes");
    fifteenMinutes = average(instruments, "15m", "15 minutes");
    threads =
        instruments
            .ofHost("thread.count", "{thread}", "Threads of all processes of the host")
            .upDownCounter();
  }

  private static ScopedDouble average(Instruments instruments, String name, String time) {
    return instruments
        .ofHost(
            "cpu.load_average." + name,
            "{thread}",
            "Threads that ran, waited for a CPU or slept uninterruptibly, on average over " + time)
        .doubleGauge();
  }

  @Override
  public String name() {
    return "loadavg";
  }

  @Override
  public boolean isOn() {
    return oneMinute.isOn(Scope.SYSTEM)
        || fiveMinutes.isOn(Scope.SYSTEM)
        || fifteenMinutes.isOn(Scope.SYSTEM)
        || threads.isOn(Scope.SYSTEM);
  }

  @Override
  public void observe(HostFiles files) throws ErrnoException, MalformedKernelDataException {
    Loadavg loadavg = files.readProc("loadavg", Loadavg::parse);
    oneMinute.record(Scope.SYSTEM, loadavg.oneMinute(), Attributes.empty());
    fiveMinutes.record(Scope.SYSTEM, loadavg.fiveMinutes(), Attributes.empty());
    fifteenMinutes.record(Scope.SYSTEM, loadavg.fifteenMinutes(), Attributes.empty());
    threads.record(Scope.SYSTEM, loadavg.threads(), Attributes.empty());
  }
}
