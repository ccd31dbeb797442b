// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.MalformedKernelDataException.Loss;
import dev.procpush.parse.Parser;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// `/proc/stat`: how each CPU has spent its time, and what the kernel has counted since it booted
/// (`fs/proc/stat.c`).
///
/// ```text
/// cpu  1260486 98621 192087 907056 3077 0 2125 1818 0 0
/// cpu0 625855 47314 88938 468244 671 0 443 918 0 0
/// intr 13477836 0 0 …
/// ctxt 42910537
/// ```
///
/// A CPU has a line while it is online. Its columns have become more: 4 to Linux 2.4, steal since
/// 2.6.11, guest since 2.6.24, guest_nice since 2.6.33. One instance parses one file after the
/// other, into the same memory.
public final class ProcStat implements Parser<ProcStat> {
  /// How many columns of a CPU are known.
  public static final int TIMES = 10;

  private static final int LEAST_TIMES = 4;
  private static final byte[] CPU = bytes("cpu");
  private static final List<String> TIME_NAMES =
      List.of(
          "user",
          "nice",
          "system",
          "idle",
          "iowait",
          "irq",
          "softirq",
          "steal",
          "guest",
          "guest_nice");

  private static final List<Count> COUNTS = List.of(Count.values());
  private static final List<byte[]> STARTS =
      COUNTS.stream().map(count -> bytes(count.key + " ")).toList();

  private final CpuTable cpus = new CpuTable(TIMES);
  private final long[] counts = new long[COUNTS.size()];
  private int online;
  private int times;

  /// The lines of one number, in the kernel's order; of `intr` and `softirq` it is the first.
  public enum Count {
    INTERRUPTS("intr", KernelNumber.COUNTER),
    CONTEXT_SWITCHES("ctxt", KernelNumber.COUNTER),
    BOOT_TIME("btime", KernelNumber.AMOUNT),
    CREATED_PROCESSES("processes", KernelNumber.COUNTER),
    RUNNING("procs_running", KernelNumber.COUNT),
    BLOCKED("procs_blocked", KernelNumber.COUNT),
    SOFTIRQS("softirq", KernelNumber.COUNTER);

    private final String key;
    private final KernelNumber kind;

    Count(String key, KernelNumber kind) {
      this.key = key;
      this.kind = kind;
    }

    /// Where an array that has something for each has this one's.
    @SuppressWarnings("EnumOrdinal") // an EnumMap would box each number
    private int index() {
      return ordinal();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// Parses a whole file in place of the one before; after an exception there is nothing.
  @Override
  public ProcStat parse(ByteCursor cursor) throws MalformedKernelDataException {
    boolean whole = false;
    clear();
    try {
      read(cursor);
      whole = true;
    } finally {
      if (!whole) {
        clear();
      }
    }
    return this;
  }

  private void clear() {
    cpus.clear();
    online = 0;
    times = 0;
    Arrays.fill(counts, KernelNumber.NONE);
  }

  private void read(ByteCursor cursor) throws MalformedKernelDataException {
    int expected = 0;
    while (true) {
      int found = next(cursor, expected);
      if (found >= 0) {
        readCount(cursor, found);
        expected = found + 1;
      } else if (!cursor.nextLine()) {
        break;
      } else if (!cursor.skipIf(CPU) && cursor.skipStart(CPU)) {
        readCpu(cursor);
      }
    }
    if (online == 0) {
      throw cursor.malformed("no CPU");
    }
  }

  private void readCount(ByteCursor cursor, int found) {
    Count count = COUNTS.get(found);
    try {
      counts[found] = cursor.number(count.kind, count.key);
    } catch (MalformedKernelDataException e) {
      cursor.lose(e, Loss.LINE);
    }
  }

  /// The key of the next line, behind which the cursor then stands; -1 for none that is known.
  private static int next(ByteCursor cursor, int expected) throws MalformedKernelDataException {
    for (int i = expected; i < STARTS.size(); i++) {
      if (cursor.nextLineStartsWith(STARTS.get(i))) {
        return i;
      }
    }
    return -1;
  }

  private void readCpu(ByteCursor cursor) {
    int rows = cpus.size();
    online++;
    try {
      cpus.add(cursor);
      int read = 0;
      while (read < TIMES && cursor.hasField()) {
        cpus.set(read, cursor, TIME_NAMES.get(read));
        read++;
      }
      if (read < LEAST_TIMES || (rows > 0 && read != times)) {
        throw cursor.malformed(read + " columns");
      }
      times = read;
    } catch (MalformedKernelDataException e) {
      cursor.lose(e, Loss.LINE);
      cpus.shorten(rows);
    }
  }

  /// How many CPUs are online, those included whose line cannot be read.
  public int online() {
    return online;
  }

  /// How many lines of CPUs can be read.
  public int cpus() {
    return cpus.size();
  }

  /// The number of the CPU on this line, from 0.
  public int cpu(int line) {
    return cpus.number(line);
  }

  /// How many columns this kernel has, at most [#TIMES]: user, nice, system, idle, iowait, irq,
  /// softirq, steal; and guest and guest_nice, which are in user and nice as well.
  public int times() {
    return times;
  }

  /// What the CPU on this line has spent, in clock ticks; [KernelNumber#NONE] where the file has no
  /// such number.
  ///
  /// @param column from 0
  public long time(int line, int column) {
    return cpus.value(line, column);
  }

  /// The number of a line; [KernelNumber#NONE] where the file has none.
  public long count(Count count) {
    return counts[count.index()];
  }
}
