// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import dev.procpush.collector.HostCollector;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedDouble;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.Uptime;
import io.opentelemetry.api.common.Attributes;

/// `uptime`: how long the kernel has been running.
final class UptimeCollector implements HostCollector {
  private final ScopedDouble uptime;

  UptimeCollector(Instruments instruments) {
    uptime = instruments.ofHost("uptime", "s", "Time since the kernel booted").doubleGauge();
  }

  @Override
  public String name() {
    return "uptime";
  }

  @Override
  public boolean isOn() {
    return uptime.isOn(Scope.SYSTEM);
  }

  @Override
  public void observe(HostFiles files) throws ErrnoException, MalformedKernelDataException {
    double seconds = files.readProc("uptime", Uptime::parse).seconds();
    uptime.record(Scope.SYSTEM, seconds, Attributes.empty());
  }
}
