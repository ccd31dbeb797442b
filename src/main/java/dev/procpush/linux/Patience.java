// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

/// How long one may wait for what may never answer, in all of a collection together. One thread
/// asks.
public interface Patience {
  /// How long one may still wait in this collection; never below 0.
  long leftNanos();

  /// When that is over, as [System#nanoTime].
  long deadline();

  /// Takes what was waited.
  void spend(long nanos);
}
