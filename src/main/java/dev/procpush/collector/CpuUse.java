// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.procfs.PidStat;

/// How much CPU time a process has used lately, in clock ticks: what it used five minutes ago
/// counts half as much as what it uses now.
///
/// What it used before it was first seen is not known by the minute, so it is taken as spread over
/// its whole life.
final class CpuUse {
  private static final double HALF_LIFE_SECONDS = 300;

  /// What a steady use of one tick a second comes to.
  private static final double WINDOW_SECONDS = HALF_LIFE_SECONDS / Math.log(2);

  private double recent;
  private long total;

  /// Begins with a process that was not known before.
  ///
  /// @param age in seconds, NaN where it is not known
  void begin(PidStat stat, double age) {
    total = Math.max(0, ticks(stat));
    recent = age > WINDOW_SECONDS ? total * (WINDOW_SECONDS / age) : total;
  }

  /// Adds what was used since the last time.
  ///
  /// @param weight what is left of earlier use, see [#weight]
  void add(PidStat stat, double weight) {
    long now = Math.max(total, ticks(stat));
    recent = recent * weight + (now - total);
    total = now;
  }

  /// [KernelNumber#NONE] where the file does not tell.
  private static long ticks(PidStat stat) {
    return KernelNumber.plus(stat.userTime(), stat.systemTime());
  }

  /// Goes on with what is known of the same process.
  void take(CpuUse other) {
    recent = other.recent;
    total = other.total;
  }

  double recent() {
    return recent;
  }

  /// What is left of earlier use after some time.
  static double weight(double seconds) {
    return Math.pow(0.5, Math.max(0, seconds) / HALF_LIFE_SECONDS);
  }
}
