// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.selfmonitor.CollectorTally;
import dev.procpush.selfmonitor.SelfMonitor;

/// Runs a collector: the one place where one is timed, its points are counted, and its failures are
/// told apart: gone, absent, denied, malformed. No failure leaves it.
///
/// @param <V> what the collector visits
abstract class CollectorRun<V> {
  private final String name;
  private final CollectorTally tally;
  private final Instruments instruments;
  private final SelfMonitor monitor;
  private final Complaints complaints;
  private final Losses losses;

  /// @param losses takes in what the files of a visit held that no parser can read
  CollectorRun(
      String name,
      Instruments instruments,
      SelfMonitor monitor,
      Complaints complaints,
      Losses losses) {
    this.losses = losses;
    this.name = name;
    this.tally = monitor.collector(name);
    this.instruments = instruments;
    this.monitor = monitor;
    this.complaints = complaints;
  }

  abstract void observe(V visit) throws ErrnoException, MalformedKernelDataException;

  /// What is visited, for warnings.
  abstract String text(V visit);

  /// Whether the failure says that what is visited has gone.
  abstract boolean isGone(ErrnoException e);

  /// Warns of a failure in words of its own.
  ///
  /// @return false when there are none
  abstract boolean explains(ErrnoException e, V visit);

  /// Runs the collector once.
  final void run(V visit) {
    run(visit, System.nanoTime());
  }

  /// The same, as one of several.
  ///
  /// @param start the time, as [System#nanoTime]
  /// @return the time at its end, at which the next one starts
  final long run(V visit, long start) {
    long recorded = instruments.recorded();
    try {
      observe(visit);
    } catch (ErrnoException e) {
      if (!isGone(e)) {
        unreadable(e, visit);
      }
    } catch (MalformedKernelDataException e) {
      losses.add(e);
    } catch (RuntimeException | OutOfMemoryError e) {
      // a namespace may have more interfaces than there is memory for: the others are not to suffer
      monitor.error(name, e.getClass().getName());
      complaints.throttled(
          name + e.getClass(), "Collector " + name + " failed for " + text(visit) + ": " + e);
    }
    if (losses.count() > 0) {
      malformed(visit);
    }
    long end = System.nanoTime();
    tally.add(end - start, instruments.recorded() - recorded);
    return end;
  }

  private void malformed(V visit) {
    MalformedKernelDataException first = losses.first();
    for (int i = 0; i < losses.count(); i++) {
      monitor.error(name, "malformed");
    }
    losses.clear();
    if (first != null) {
      complaints.throttled(
          name + " malformed",
          "No points of %s from %s: %s".formatted(first.loss(), text(visit), first.getMessage()));
    }
  }

  private void unreadable(ErrnoException e, V visit) {
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
