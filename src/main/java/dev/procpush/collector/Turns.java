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
  private List<V> visits = List.of();
  private int first;
  private int done;

  Turns(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /// Begins a cycle, in which these are to be visited.
  void begin(List<V> all) {
    visits = all;
    first = all.isEmpty() ? 0 : rotation % all.size();
    done = 0;
  }

  /// Visits as many of those that remain as there is time for.
  ///
  /// @return how many are left over
  int visit(long deadline, Consumer<V> visitor) {
    int count = visits.size();
    while (done < count) {
      if (nanoClock.getAsLong() - deadline > 0) {
        rotation = first + done;
        return count - done;
      }
      visitor.accept(visits.get((first + done++) % count));
    }
    return 0;
  }
}
