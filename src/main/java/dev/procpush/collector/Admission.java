// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import java.util.ArrayList;
import java.util.List;

/// What of a cycle's visits fits into the limit on series: those that were offered first. One of
/// the others is read all the same, in turns, since it may have become smaller: it gets in with the
/// next cycle then.
final class Admission<V extends Visit> {
  private final SeriesLimit limit;
  private List<V> admitted = new ArrayList<>();
  private List<V> refused = new ArrayList<>();

  /// Which of those beyond the limit is read again next.
  private int secondLooks;

  Admission(SeriesLimit limit) {
    this.limit = limit;
  }

  void begin() {
    admitted = new ArrayList<>();
    refused = new ArrayList<>();
  }

  void offer(List<V> visits) {
    for (V visit : visits) {
      SeriesRoom room = visit.room();
      boolean fits = room.isUnlimited() || limit.admits(room.expected());
      (fits ? admitted : refused).add(visit);
    }
  }

  /// Those that are visited.
  List<V> end() {
    if (!refused.isEmpty()) {
      V again = refused.get(Math.floorMod(secondLooks++, refused.size()));
      again.room().measure();
      admitted.add(again);
    }
    return admitted;
  }
}
