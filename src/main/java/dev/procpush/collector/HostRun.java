// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.selfmonitor.SelfMonitor;

/// Runs a collector over the host.
final class HostRun extends CollectorRun<HostFiles> {
  private final HostCollector collector;

  HostRun(
      HostCollector collector,
      Instruments instruments,
      SelfMonitor monitor,
      Complaints complaints,
      Losses losses) {
    super(collector.name(), instruments, monitor, complaints, losses);
    this.collector = collector;
  }

  boolean isOn() {
    return collector.isOn();
  }

  @Override
  void observe(HostFiles files) throws ErrnoException, MalformedKernelDataException {
    collector.observe(files);
  }

  @Override
  String text(HostFiles files) {
    return "the host";
  }

  @Override
  boolean isGone(ErrnoException e) {
    return false;
  }

  @Override
  boolean explains(ErrnoException e, HostFiles files) {
    return false;
  }
}
