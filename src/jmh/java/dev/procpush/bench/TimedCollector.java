// SPDX-License-Identifier: Apache-2.0

package dev.procpush.bench;

import dev.procpush.collector.NamespaceCollector;
import dev.procpush.collector.NamespaceSeries;
import dev.procpush.collector.Scope;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.NamespaceFiles;
import dev.procpush.parse.MalformedKernelDataException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/// A collector whose CPU time can be measured, in the cycles in which that is asked for.
final class TimedCollector implements NamespaceCollector {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final NamespaceCollector collector;
  private boolean timed;
  private long nanos;
  private long runs;

  TimedCollector(NamespaceCollector collector) {
    this.collector = collector;
  }

  /// Begins a cycle.
  void begin(boolean withTime) {
    timed = withTime;
    nanos = 0;
    runs = 0;
  }

  /// What it took in the cycle.
  ///
  /// @param clock what it costs to ask for the time
  long nanos(long clock) {
    return Math.max(0, nanos - runs * clock);
  }

  /// What it costs to ask for a thread's CPU time, in nanoseconds: about as much as to read a small
  /// kernel file.
  static long clock() {
    int asked = 20_000;
    long start = 0;
    for (int i = -asked; i < asked; i++) {
      long now = THREADS.getCurrentThreadCpuTime();
      start = i == 0 ? now : start;
    }
    return (THREADS.getCurrentThreadCpuTime() - start) / asked;
  }

  @Override
  public String name() {
    return collector.name();
  }

  @Override
  public boolean observes(Scope scope) {
    return collector.observes(scope);
  }

  @Override
  public int expected(Scope scope) {
    return collector.expected(scope);
  }

  @Override
  public void beginCycle(int namespaces) {
    collector.beginCycle(namespaces);
  }

  @Override
  public int endCycle() {
    return collector.endCycle();
  }

  @Override
  public void observe(NamespaceFiles files, NamespaceSeries series)
      throws ErrnoException, MalformedKernelDataException {
    if (!timed) {
      collector.observe(files, series);
      return;
    }
    long start = THREADS.getCurrentThreadCpuTime();
    try {
      collector.observe(files, series);
    } finally {
      nanos += THREADS.getCurrentThreadCpuTime() - start;
      runs++;
    }
  }
}
