// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.discovery.NetworkNamespace;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.selfmonitor.SelfMonitor;
import java.util.Locale;

/// Runs a collector in a namespace.
final class NamespaceRun extends CollectorRun<NamespaceRun.Inside> {
  private final NamespaceCollector collector;
  private final Complaints complaints;

  NamespaceRun(
      NamespaceCollector collector,
      Instruments instruments,
      SelfMonitor monitor,
      Complaints complaints,
      Losses losses) {
    super(collector.name(), instruments, monitor, complaints, losses);
    this.collector = collector;
    this.complaints = complaints;
  }

  /// A namespace while it is visited.
  record Inside(NetworkNamespace namespace, NamespaceReader files, NamespaceSeries series) {}

  boolean observes(Scope scope) {
    return collector.observes(scope);
  }

  @Override
  void observe(Inside visit) throws ErrnoException, MalformedKernelDataException {
    collector.observe(visit.files, visit.series);
  }

  @Override
  String text(Inside visit) {
    NetworkNamespace namespace = visit.namespace;
    return String.format(
        Locale.ROOT,
        "the %s namespace %d (%s)",
        namespace.kind().value(),
        namespace.inode(),
        namespace.directory() != null ? namespace.directory() : namespace.names());
  }

  @Override
  boolean isGone(ErrnoException e) {
    return e.errno() == ErrnoException.ESRCH;
  }

  @Override
  boolean explains(ErrnoException e, Inside visit) {
    if (e.errno() != ErrnoException.EPERM || visit.files.isEntered()) {
      return false;
    }
    complaints.once(
        "not entered",
        "Network namespaces that cannot be entered show no interface state and addresses (the"
            + " host's interfaces no kind and addresses), no metrics of proc/sys and sys files,"
            + " and where there are many no TCP states: CAP_SYS_ADMIN is missing, or"
            + " CAP_SYS_PTRACE for those without a mount; compose.full.yml shows how to give it,"
            + " `procpush namespaces` which they are");
    return true;
  }
}
