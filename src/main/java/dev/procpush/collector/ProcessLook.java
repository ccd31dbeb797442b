// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.selfmonitor.SelfMonitor;

/// Reads the `stat` of a process, by which it is known again and compared with others.
final class ProcessLook extends CollectorRun<ProcessLook.At, ObservedProcess> {
  private static final String NAME = "process_stat";

  ProcessLook(Instruments instruments, SelfMonitor monitor, Complaints complaints) {
    super(instruments, monitor, complaints);
  }

  /// When it is looked at.
  record At(long cycle, ObservedProcess.Clock clock, ProcessChoice choice) {}

  @Override
  String name(At at) {
    return NAME;
  }

  @Override
  void observe(At at, ObservedProcess process) throws ErrnoException, MalformedKernelDataException {
    process.look(at);
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
