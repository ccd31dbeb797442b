// SPDX-License-Identifier: Apache-2.0

package dev.procpush.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/// The CPU time of one collector, in the cycles in which that is asked for.
final class Stopwatch {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final String name;
  private boolean timed;
  private long start;
  private long nanos;
  private long runs;

  /// @param name the collector's
  Stopwatch(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /// Begins a cycle.
  void begin(boolean withTime) {
    timed = withTime;
    nanos = 0;
    runs = 0;
  }

  /// The collector begins.
  void start() {
    if (timed) {
      start = THREADS.getCurrentThreadCpuTime();
    }
  }

  /// The collector has ended.
  void stop() {
    if (timed) {
      nanos += THREADS.getCurrentThreadCpuTime() - start;
      runs++;
    }
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
}
