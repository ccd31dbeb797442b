// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Those processes that have used the most CPU time lately.
///
/// One that is chosen gives up its place only to one that has used half as much again, and a tenth
/// of a second more than that: else two that do about the same would take turns, and the series of
/// both have gaps.
final class TopProcesses {
  private static final double LEAD = 1.5;
  private static final double LEAD_SECONDS = 0.1;

  private final @Nullable ObservedProcess[] top;
  private final double leadTicks;
  private int count;

  /// @param most how many are chosen
  /// @param clockTicks how many a second has
  TopProcesses(int most, int clockTicks) {
    top = new ObservedProcess[most];
    leadTicks = LEAD_SECONDS * clockTicks;
  }

  /// Chooses among processes that were just looked at.
  ///
  /// @return how many are left out
  int choose(List<ObservedProcess> members, long cycle) {
    count = 0;
    int candidates = 0;
    for (int i = 0; i < members.size(); i++) {
      ObservedProcess process = members.get(i);
      if (process.isCandidate(cycle)) {
        candidates++;
        offer(process);
      }
    }
    for (int i = 0; i < count; i++) {
      get(i).isTop(cycle);
    }
    for (int i = 0; i < members.size(); i++) {
      members.get(i).choose(cycle);
    }
    return candidates - count;
  }

  int count() {
    return count;
  }

  /// The one at this place, the first of which has used most.
  ObservedProcess get(int place) {
    ObservedProcess process = top[place];
    if (place >= count || process == null) {
      throw new IndexOutOfBoundsException(place);
    }
    return process;
  }

  /// Forgets them.
  void clear() {
    for (int i = 0; i < count; i++) {
      top[i] = null;
    }
    count = 0;
  }

  private void offer(ObservedProcess process) {
    boolean full = count == top.length;
    if (full && !isBefore(process, get(count - 1))) {
      return;
    }
    int place = placeOf(process);
    int moved = (full ? count - 1 : count) - place;
    System.arraycopy(top, place, top, place + 1, moved);
    top[place] = process;
    count += full ? 0 : 1;
  }

  /// Before how many of those so far it does not come.
  private int placeOf(ObservedProcess process) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isBefore(process, get(middle))) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private boolean isBefore(ObservedProcess one, ObservedProcess other) {
    int order = Double.compare(rank(one), rank(other));
    if (order == 0) {
      order = Long.compareUnsigned(other.startTime(), one.startTime());
    }
    return order > 0 || (order == 0 && one.process.pid() < other.process.pid());
  }

  private double rank(ObservedProcess process) {
    double recent = process.use.recent();
    return process.chosen ? recent * LEAD + leadTicks : recent;
  }
}
