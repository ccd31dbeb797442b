// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.selfmonitor.SelfMonitor;

/// Runs a collector over a container: lets it ask, or observe.
final class ContainerRun extends CollectorRun<ContainerVisit> {
  private final ContainerCollector collector;
  private final boolean asking;

  ContainerRun(
      ContainerCollector collector,
      Instruments instruments,
      SelfMonitor monitor,
      Complaints complaints,
      Losses losses,
      boolean asking) {
    super(collector.name(), instruments, monitor, complaints, losses);
    this.collector = collector;
    this.asking = asking;
  }

  @Override
  void observe(ContainerVisit visit) throws ErrnoException, MalformedKernelDataException {
    if (asking) {
      collector.ask(visit.series());
    } else {
      collector.observe(visit.files(), visit.series());
    }
  }

  @Override
  String text(ContainerVisit visit) {
    return "the container " + visit.container().id();
  }

  @Override
  boolean isGone(ErrnoException e) {
    return e.errno() == ErrnoException.ENODEV || e.errno() == ErrnoException.ESRCH;
  }

  /// Who waits in vain says for what.
  @Override
  boolean explains(ErrnoException e, ContainerVisit visit) {
    return e.errno() == ErrnoException.ETIMEDOUT;
  }
}
