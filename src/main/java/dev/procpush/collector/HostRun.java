// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.selfmonitor.SelfMonitor;

/// Runs a collector over the host.
final class HostRun extends CollectorRun<HostCollector, HostFiles> {

  HostRun(Instruments instruments, SelfMonitor monitor, Complaints complaints) {
    super(instruments, monitor, complaints);
  }

  @Override
  String name(HostCollector collector) {
    return collector.name();
  }

  @Override
  void observe(HostCollector collector, HostFiles files)
      throws ErrnoException, MalformedKernelDataException {
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
