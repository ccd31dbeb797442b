// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import java.util.concurrent.TimeUnit;

/// How fast a walk goes: after every few entries it rests for what they should have taken.
final class WalkPace {
  static final int ENTRIES_PER_SECOND = 5_000;

  /// So many entries are looked at in one go.
  static final int STRIDE = 100;

  private final long strideNanos;
  private int entries;
  private long begunNanos;

  /// @param now as [System#nanoTime]
  WalkPace(int entriesPerSecond, long now) {
    strideNanos = TimeUnit.SECONDS.toNanos(STRIDE) / entriesPerSecond;
    begunNanos = now;
  }

  /// Counts an entry.
  ///
  /// @return whether to ask how long to rest
  boolean isStrideOver() {
    entries++;
    return entries % STRIDE == 0;
  }

  /// How long to rest. Time that was lost is not made up for.
  long restNanos(long now) {
    long rest = Math.max(0, strideNanos - (now - begunNanos));
    begunNanos = now + rest;
    return rest;
  }
}
