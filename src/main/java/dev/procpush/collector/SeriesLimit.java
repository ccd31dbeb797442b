// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

/// The bound on the number of series beside the host's, which are never left out.
final class SeriesLimit {
  private final long max;
  private long used;

  SeriesLimit(long max) {
    this.max = max;
  }

  void beginCycle() {
    used = 0;
  }

  /// Takes room for more series.
  ///
  /// @return false when there is none left; nothing is taken then
  boolean admits(int series) {
    if (used + series > max) {
      return false;
    }
    used += series;
    return true;
  }

  long max() {
    return max;
  }
}
