// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import dev.procpush.collector.ContainerCollector;
import dev.procpush.collector.ContainerFiles;
import dev.procpush.collector.ContainerSeries;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedDouble;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.Uptime;

/// How long a container's oldest process has been there: the host's `uptime`, which is read once a
/// cycle, less the time of that process's start.
final class UptimeCollector implements ContainerCollector {
  private static final double TICKS_PER_SECOND = 100;
  private static final double UNKNOWN = -1;

  private final ScopedDouble uptime;
  private final HostFiles host;
  private double sinceBoot = UNKNOWN;

  UptimeCollector(Instruments instruments, HostFiles host) {
    this.host = host;
    uptime =
        instruments
            .ofContainer("uptime", "s", "Time since the container's oldest process started")
            .doubleGauge();
  }

  @Override
  public String name() {
    return "uptime";
  }

  @Override
  public boolean isOn() {
    return uptime.isOn(Scope.CONTAINER);
  }

  @Override
  public void beginCycle() {
    sinceBoot = UNKNOWN;
  }

  @Override
  public void observe(ContainerFiles files, ContainerSeries series)
      throws ErrnoException, MalformedKernelDataException {
    Long start = series.container().details().startTime();
    if (start == null) {
      return;
    }
    if (sinceBoot < 0) {
      sinceBoot = host.readProc("uptime", Uptime::parse).seconds();
    }
    double seconds = sinceBoot - start / TICKS_PER_SECOND;
    if (start >= 0 && seconds >= 0 && series.reserve(1)) {
      uptime.record(Scope.CONTAINER, seconds, series.identity());
    }
  }
}
