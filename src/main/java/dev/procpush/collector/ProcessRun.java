// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.selfmonitor.SelfMonitor;

/// Runs a collector over a process.
final class ProcessRun extends CollectorRun<ObservedProcess> {
  private final ProcessCollector collector;
  private final Complaints complaints;

  ProcessRun(
      ProcessCollector collector,
      Instruments instruments,
      SelfMonitor monitor,
      Complaints complaints,
      Losses losses) {
    super(collector.name(), instruments, monitor, complaints, losses);
    this.collector = collector;
    this.complaints = complaints;
  }

  @Override
  void observe(ObservedProcess process) throws ErrnoException, MalformedKernelDataException {
    try {
      collector.observe(process.folder, process.series());
    } catch (ErrnoException e) {
      if (e.isDenied()) {
        complaints.once(collector.name() + " denied", collector.whenDenied());
      }
      throw e;
    }
  }

  @Override
  String text(ObservedProcess process) {
    return "the process " + process.process.pid();
  }

  @Override
  boolean isGone(ErrnoException e) {
    return e.isGone();
  }

  @Override
  boolean explains(ErrnoException e, ObservedProcess process) {
    return e.isDenied();
  }
}
