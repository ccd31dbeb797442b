// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.discovery.NetworkNamespace;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.NamespaceFiles;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.selfmonitor.SelfMonitor;
import java.util.Locale;

/// The one place where a collector is timed, its points are counted, and its failures are told
/// apart: gone, absent, denied, malformed. No failure leaves it.
final class CollectorRun {
  private final Instruments instruments;
  private final SelfMonitor monitor;
  private final Complaints complaints;

  CollectorRun(Instruments instruments, SelfMonitor monitor, Complaints complaints) {
    this.instruments = instruments;
    this.monitor = monitor;
    this.complaints = complaints;
  }

  /// Runs the collector once.
  void run(
      NamespaceCollector collector,
      NetworkNamespace namespace,
      NamespaceFiles files,
      NamespaceSeries series) {
    long start = System.nanoTime();
    long recorded = instruments.recorded();
    try {
      collector.observe(files, series);
    } catch (ErrnoException e) {
      unreadable(collector, namespace, files, e);
    } catch (MalformedKernelDataException e) {
      monitor.error(collector.name(), "malformed");
      complaints.throttled(
          collector.name() + " malformed",
          "No points from " + text(namespace) + ": " + e.getMessage());
    } catch (RuntimeException | OutOfMemoryError e) {
      // a namespace may have more interfaces than there is memory for: the others are not to suffer
      monitor.error(collector.name(), e.getClass().getName());
      complaints.throttled(
          collector.name() + e.getClass(),
          "Collector " + collector.name() + " failed for " + text(namespace) + ": " + e);
    }
    monitor.collectorRan(
        collector.name(), System.nanoTime() - start, instruments.recorded() - recorded);
  }

  private void unreadable(
      NamespaceCollector collector,
      NetworkNamespace namespace,
      NamespaceFiles files,
      ErrnoException e) {
    if (e.errno() == ErrnoException.ESRCH) {
      return;
    }
    if (e.errno() == ErrnoException.ENOENT) {
      monitor.absent(collector.name());
      complaints.debugOnce(
          collector.name() + " absent", text(namespace) + " lacks the file of " + collector.name());
      return;
    }
    monitor.error(collector.name(), e.errnoName());
    if (e.errno() == ErrnoException.EPERM && !files.isEntered()) {
      complaints.once(
          "not entered",
          "Network namespaces that cannot be entered show no interface state and addresses (the"
              + " host's interfaces no kind and addresses), no metrics of proc/sys and sys files,"
              + " and where there are many no TCP states: CAP_SYS_ADMIN is missing, or"
              + " CAP_SYS_PTRACE for those without a mount; compose.full.yml shows how to give it,"
              + " `procpush namespaces` which they are");
      return;
    }
    String hint = e.isDenied() ? "; see `procpush namespaces` for what is readable" : "";
    complaints.once(
        collector.name() + " " + e.errnoName(),
        "Collector " + collector.name() + ": " + e.getMessage() + hint);
  }

  private static String text(NetworkNamespace namespace) {
    return String.format(
        Locale.ROOT,
        "the %s namespace %d (%s)",
        namespace.kind().value(),
        namespace.inode(),
        namespace.directory() != null ? namespace.directory() : namespace.names());
  }
}
