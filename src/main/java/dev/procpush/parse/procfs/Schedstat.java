// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.MalformedKernelDataException.Loss;
import dev.procpush.parse.Parser;
import java.nio.charset.StandardCharsets;

/// `/proc/schedstat`: how long tasks ran and waited on each CPU (`kernel/sched/stats.c`,
/// `Documentation/scheduler/sched-stats.rst`).
///
/// ```text
/// version 15
/// timestamp 4297299139
/// cpu0 0 0 0 0 0 0 1327398574 85719823 31241
/// domain0 …
/// ```
///
/// The three columns are known from version 15 on. One instance parses one file after the other,
/// into the same memory.
public final class Schedstat implements Parser<Schedstat> {
  private static final int LEAST_VERSION = 15;

  /// How many columns stand between the CPU and the time of running.
  private static final int BEFORE_RUNNING = 6;

  private static final byte[] VERSION = bytes("version ");
  private static final byte[] CPU = bytes("cpu");
  private static final int RUNNING = 0;
  private static final int WAITING = 1;
  private static final int TIMESLICES = 2;

  private final CpuTable cpus = new CpuTable(3);

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// Parses a whole file in place of the one before; after an exception there is nothing.
  @Override
  public Schedstat parse(ByteCursor cursor) throws MalformedKernelDataException {
    boolean whole = false;
    cpus.clear();
    try {
      read(cursor);
      whole = true;
    } finally {
      if (!whole) {
        cpus.clear();
      }
    }
    return this;
  }

  private void read(ByteCursor cursor) throws MalformedKernelDataException {
    if (!cursor.nextLineStartsWith(VERSION)) {
      cursor.nextLine();
      throw cursor.malformed("no version");
    }
    if (cursor.unsigned("version") < LEAST_VERSION) {
      throw cursor.malformed("a version before " + LEAST_VERSION);
    }
    while (cursor.nextLine()) {
      if (cursor.skipStart(CPU)) {
        readCpu(cursor);
      }
    }
  }

  private void readCpu(ByteCursor cursor) {
    int rows = cpus.size();
    try {
      cpus.add(cursor);
      for (int i = 0; i < BEFORE_RUNNING; i++) {
        cursor.skip("column");
      }
      cpus.set(RUNNING, cursor, "running");
      cpus.set(WAITING, cursor, "waiting");
      cpus.set(TIMESLICES, cursor, "timeslices");
    } catch (MalformedKernelDataException e) {
      cursor.lose(e, Loss.LINE);
      cpus.shorten(rows);
    }
  }

  /// How many lines of CPUs can be read.
  public int cpus() {
    return cpus.size();
  }

  /// The number of the CPU on this line, from 0.
  public int cpu(int line) {
    return cpus.number(line);
  }

  /// How long tasks have run on it, in ns; [KernelNumber#NONE] where the file has no such number.
  public long running(int line) {
    return cpus.value(line, RUNNING);
  }

  /// How long tasks have waited to run on it, in ns; [KernelNumber#NONE] where the file has no such
  /// number.
  public long waiting(int line) {
    return cpus.value(line, WAITING);
  }

  /// How many timeslices it has given; [KernelNumber#NONE] where the file has no such number.
  public long timeslices(int line) {
    return cpus.value(line, TIMESLICES);
  }
}
