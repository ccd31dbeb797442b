// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.parse.KernelNumber;

/// Page faults without I/O: all (`pgfault`) less those with (`pgmajfault`).
///
/// Since Linux 6.4 a fault is among those with I/O before it waits for that, and among all
/// afterwards. So the difference may fall by as many as wait. A counter that fell would be taken as
/// one that began anew: it stands still until the difference has caught up.
public final class MinorFaults {
  /// More threads do not wait at once: a difference that falls by more has begun anew.
  private static final int ANEW = 10_000;

  private long last;

  /// How many there were.
  ///
  /// @return [KernelNumber#NONE] where either is none
  public long of(long all, long major) {
    long now = KernelNumber.minus(all, major);
    if (KernelNumber.isKnown(now)) {
      last = last - now > ANEW ? now : Math.max(last, now);
      return last;
    }
    return now;
  }
}
