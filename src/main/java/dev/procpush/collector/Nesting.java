// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import io.opentelemetry.api.common.Attributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a container is among containers within containers, and what of its figures is its own.
///
/// The kernel counts for a cgroup what all below it have. Of an outer container that is told which
/// is not told of the containers within it: each time its cgroup is read, what that has counted
/// since the last time, less what the inner ones have counted meanwhile. So what a cgroup had that
/// was removed takes nothing back, whether the kernel keeps it or not. The inner ones are read
/// first: what they have counted, the outer one's cgroup then has as well. See
/// `docs/adr/0013-containers-within-containers.md`.
final class Nesting {
  private @Nullable Nesting outer;
  private final List<Nesting> inners = new ArrayList<>();

  /// By series; null while it never had another around it or within it.
  private @Nullable Map<Figure, Tally> tallies;

  private boolean wasRead;
  private boolean wasReadWithin;

  /// Whether it was known while it was in no other one.
  private boolean wasOutside;

  /// Whether the outer one has told as its own what this one has until it is read next.
  private boolean isLate;

  /// Whether it was told whole before there were tallies. How much that was is not known.
  private boolean wasWhole;

  /// A series, whatever container it is of.
  private record Figure(Object metric, Attributes attributes) {}

  /// A series of this container.
  private static final class Tally {
    /// What the kernel said last.
    long last;

    /// How much of that the outer container has taken account of.
    long settled;

    /// What of a count is its own. It may fall a little: the outer one is read later than those
    /// within it, by more or by less.
    long own;

    /// The most that was told of it.
    long told;

    /// What it has counted that the outer one has not taken account of yet.
    long settle() {
      long more = Math.max(0, last - settled);
      settled = last;
      return more;
    }
  }

  /// Whether all that the kernel counts for it is its own.
  boolean isAlone() {
    return tallies == null;
  }

  @Nullable Nesting outer() {
    return outer;
  }

  /// Puts it into another one, or none.
  void moveInto(@Nullable Nesting around) {
    if (outer == around) {
      wasOutside |= around == null;
      return;
    }
    if (outer != null) {
      leave(outer);
    }
    outer = around;
    if (around != null) {
      isLate = wasOutside && around.wasRead;
      wasOutside = false;
      wasReadWithin = false;
      around.inners.add(this);
      tallies();
      around.tallies();
    }
  }

  private void leave(Nesting around) {
    around.inners.remove(this);
    Map<Figure, Tally> theirs = around.tallies();
    for (Map.Entry<Figure, Tally> entry : tallies().entrySet()) {
      Tally tally = theirs.get(entry.getKey());
      if (tally != null) {
        tally.own -= entry.getValue().settle();
      }
    }
  }

  private Map<Figure, Tally> tallies() {
    Map<Figure, Tally> known = tallies;
    if (known == null) {
      known = new HashMap<>();
      tallies = known;
      wasWhole = wasRead;
    }
    return known;
  }

  /// It is about to be visited.
  void read() {
    isLate &= !wasReadWithin;
    wasReadWithin = true;
    wasRead = true;
  }

  /// What of a count is its own. It never falls.
  long count(Object metric, Attributes attributes, long value) {
    if (tallies == null) {
      return value;
    }
    Figure figure = new Figure(metric, attributes);
    long theirs = settle(figure);
    Tally tally = tallies.get(figure);
    if (tally == null) {
      tally = new Tally();
      tallies.put(figure, tally);
      tally.own = wasWhole ? value : value - theirs;
    } else {
      tally.own += Math.max(0, value - tally.last) - theirs;
    }
    tally.last = value;
    tally.settled = isLate ? value : tally.settled;
    tally.told = Math.max(tally.told, tally.own);
    return tally.told;
  }

  /// What those within it have counted since it was read last.
  private long settle(Figure figure) {
    long sum = 0;
    for (Nesting inner : inners) {
      Tally tally = inner.tallies().get(figure);
      sum += tally == null ? 0 : tally.settle();
    }
    return sum;
  }

  /// What of an amount is its own.
  long amount(Object metric, Attributes attributes, long value) {
    if (tallies == null) {
      return value;
    }
    Figure figure = new Figure(metric, attributes);
    tallies.computeIfAbsent(figure, _ -> new Tally()).last = value;
    long own = value;
    for (Nesting inner : inners) {
      Tally tally = inner.tallies().get(figure);
      own -= tally == null ? 0 : tally.last;
    }
    return Math.max(0, own);
  }
}
