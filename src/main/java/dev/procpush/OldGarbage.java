// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

/// Collects what the start and the first cycles leave in the old generation, and later what came
/// and went since. The JVM does so only when that is full, which may be never: until then the
/// garbage is resident.
final class OldGarbage implements Runnable {
  /// By then all series exist, and what is slow at first has been quick for some cycles.
  private static final int FIRST = 10;

  /// A full collection takes as long as a third of a cycle.
  private static final int EVERY = 1_000;

  private long cycles;

  /// A cycle has ended: nothing is alive now but what stays.
  @Override
  public void run() {
    cycles++;
    if (cycles % EVERY == FIRST) {
      System.gc();
    }
  }
}
