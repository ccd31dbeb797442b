// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.selfmonitor.SelfMonitor;

/// Reads the `stat` of a process, by which it is known again and compared with others.
final class ProcessLook extends CollectorRun<ObservedProcess> {
  private At now;

  /// @param now when it is looked at first
  ProcessLook(
      At now, Instruments instruments, SelfMonitor monitor, Complaints complaints, Losses losses) {
    super("process_stat", instruments, monitor, complaints, losses);
    this.now = now;
  }

  /// When it is looked at.
  record At(long cycle, ObservedProcess.Clock clock, ProcessChoice choice) {}

  /// Looks at it then from now on.
  void at(At now) {
    this.now = now;
  }

  @Override
  void observe(ObservedProcess process) throws ErrnoException, MalformedKernelDataException {
    process.look(now);
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
    return false;
  }
}
