// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

/// The clock tick of the running kernel towards programs (`USER_HZ`), in which it counts CPU time
/// in `/proc/stat` and `/proc/<pid>/stat`.
public final class ClockTicks {
  private ClockTicks() {}

  /// How many there are in a second.
  public static int perSecond() {
    long ticks;
    try {
      ticks = (long) ClockFunctions.SYSCONF.invokeExact(ClockFunctions.SC_CLK_TCK);
    } catch (Throwable failure) {
      throw Libc.unexpected(failure);
    }
    if (ticks < 1 || ticks > 1_000_000) {
      throw new IllegalStateException("sysconf(_SC_CLK_TCK) is " + ticks);
    }
    return (int) ticks;
  }
}
