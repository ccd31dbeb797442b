// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static io.opentelemetry.api.common.AttributeKey.stringKey;

import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.procfs.ProcStat;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.List;

/// One CPU's time, by what it was spent on, and the attributes of these series.
///
/// The kernel's counters of idle and waiting time may step back a little: they are put together
/// from two that move apart. A counter that steps back would be taken as one that began anew, so it
/// stands still until the kernel's has caught up. One that falls by seconds has begun anew, as
/// stolen time does when a virtual machine moves to another host. Where idle time does, the CPU was
/// taken out and put in again, and all of its times are taken as they are.
final class CpuTimes {
  /// How `stat` orders them; the last two are in user and nice as well.
  private static final List<String> MODES =
      List.of(
          "user",
          "nice",
          "system",
          "idle",
          "iowait",
          "interrupt",
          "softirq",
          "steal",
          "user",
          "nice");

  /// The first of those that are part of others.
  static final int GUEST = 8;

  private static final AttributeKey<String> MODE = stringKey("cpu.mode");
  private static final int IDLE = 3;
  private static final int ANEW_SECONDS = 3;

  private final Attributes[] attributes = new Attributes[MODES.size()];

  /// What was last told of each mode.
  private final long[] ticks = new long[MODES.size()];

  /// Whether the last file had a number for it.
  private final boolean[] known = new boolean[MODES.size()];

  private long lastCycle = -1;

  CpuTimes(int number) {
    for (int i = 0; i < attributes.length; i++) {
      attributes[i] = Attributes.of(CpuNumbers.CPU, (long) number, MODE, MODES.get(i));
    }
  }

  /// Takes over what a line of the file says.
  ///
  /// @param cycle the number of this cycle: a CPU that was absent in the one before begins anew
  void update(ProcStat stat, int line, long cycle, int clockTicks) {
    long idle = stat.time(line, IDLE);
    long most = (long) ANEW_SECONDS * clockTicks;
    boolean anew = lastCycle != cycle - 1 || (idle >= 0 && ticks[IDLE] - idle >= most);
    lastCycle = cycle;
    for (int i = 0; i < stat.times(); i++) {
      long now = stat.time(line, i);
      known[i] = KernelNumber.isKnown(now);
      if (known[i]) {
        ticks[i] = anew || ticks[i] - now >= most ? now : Math.max(ticks[i], now);
      }
    }
  }

  /// In clock ticks; [KernelNumber#NONE] where the file has no such number.
  long ticks(int column) {
    return known[column] ? ticks[column] : KernelNumber.NONE;
  }

  Attributes attributes(int column) {
    return attributes[column];
  }
}
