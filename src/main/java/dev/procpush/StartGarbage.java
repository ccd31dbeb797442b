// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

/// Collects once what the start and the first cycles left in the old generation. The JVM does so
/// only when that is full, which may be never: until then the garbage is resident.
final class StartGarbage implements Runnable {
  /// By then all series exist, and what is slow at first has been quick for some cycles.
  private static final int CYCLES = 10;

  private int cycles;

  /// A cycle has ended: nothing is alive now but what stays.
  @Override
  public void run() {
    if (++cycles == CYCLES) {
      System.gc();
    }
  }
}
