// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.selfmonitor.SelfMonitor;

/// The one place where a collector is timed, its points are counted, and its failures are told
/// apart: gone, absent, denied, malformed. No failure leaves it.
///
/// @param <C> the collectors
/// @param <V> what they visit
abstract class CollectorRun<C, V> {
  private final Instruments instruments;
  private final SelfMonitor monitor;
  private final Complaints complaints;

  CollectorRun(Instruments instruments, SelfMonitor monitor, Complaints complaints) {
    this.instruments = instruments;
    this.monitor = monitor;
    this.complaints = complaints;
  }

  abstract String name(C collector);

  abstract void observe(C collector, V visit) throws ErrnoException, MalformedKernelDataException;

  /// What is visited, for warnings.
  abstract String text(V visit);

  /// Whether the failure says that what is visited has gone.
  abstract boolean isGone(ErrnoException e);

  /// Warns of a failure in words of its own.
  ///
  /// @return false when there are none
  abstract boolean explains(ErrnoException e, V visit);

  /// Runs the collector once.
  final void run(C collector, V visit) {
    String name = name(collector);
    long start = System.nanoTime();
    long recorded = instruments.recorded();
    try {
      observe(collector, visit);
    } catch (ErrnoException e) {
      if (!isGone(e)) {
        unreadable(name, e, visit);
      }
    } catch (MalformedKernelDataException e) {
      monitor.error(name, "malformed");
      complaints.throttled(
          name + " malformed", "No points from " + text(visit) + ": " + e.getMessage());
    } catch (RuntimeException | OutOfMemoryError e) {
      // a namespace may have more interfaces than there is memory for: the others are not to suffer
      monitor.error(name, e.getClass().getName());
      complaints.throttled(
          name + e.getClass(), "Collector " + name + " failed for " + text(visit) + ": " + e);
    }
    monitor.collectorRan(name, System.nanoTime() - start, instruments.recorded() - recorded);
  }

  private void unreadable(String name, ErrnoException e, V visit) {
    if (e.errno() == ErrnoException.ENOENT) {
      monitor.absent(name);
      complaints.debugOnce(name + " absent", text(visit) + " lacks the file of " + name);
      return;
    }
    boolean late = e.errno() == ErrnoException.ETIMEDOUT;
    monitor.error(name, late ? "timeout" : e.errnoName());
    if (explains(e, visit)) {
      return;
    }
    String hint = e.isDenied() ? "; see `procpush namespaces` for what is readable" : "";
    complaints.once(name + " " + e.errnoName(), "Collector " + name + ": " + e.getMessage() + hint);
  }
}
