// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Visits one after the other until the time is over. The next cycle begins where this one ended,
/// so that a budget that is always too short cuts off others each time.
final class Turns<V> {
  private final LongSupplier nanoClock;
  private int rotation;

  Turns(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /// Visits as many as there is time for.
  ///
  /// @return how many are left over
  int visit(List<V> visits, long deadline, Consumer<V> visitor) {
    int count = visits.size();
    int first = count == 0 ? 0 : rotation % count;
    for (int i = 0; i < count; i++) {
      if (nanoClock.getAsLong() - deadline > 0) {
        rotation = first + i;
        return count - i;
      }
      visitor.accept(visits.get((first + i) % count));
    }
    return 0;
  }
}
