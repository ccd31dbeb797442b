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
/// The kernel counts for a cgroup what all below it have, and keeps what those had that were
/// removed. Of an outer container that is told which is not told of the containers within it and
/// was not told of those that have ended. These are read first: what they have, the outer one's
/// cgroup then has as well. See `docs/adr/0013-containers-within-containers.md`.
final class Nesting {
  private @Nullable Nesting outer;
  private final List<Nesting> inners = new ArrayList<>();

  /// By series; null while it never had another around it or within it.
  private @Nullable Map<Figure, Tally> tallies;

  private boolean hasHeld;
  private boolean isKnown;
  private boolean wasRead;

  /// Whether the outer one has told what this one had as its own, and so keeps it.
  private boolean isLate;

  /// A series, whatever container it is of.
  private record Figure(Object metric, Attributes attributes) {}

  /// A series of this container.
  private static final class Tally {
    /// What the kernel said last.
    long last;

    /// What of that the outer container has told as its own.
    long before;

    /// What those within it had that have ended.
    long ended;

    /// What was told last.
    long told;

    /// Whether it only rises.
    final boolean isCount;

    Tally(boolean isCount) {
      this.isCount = isCount;
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
    if (outer != around) {
      if (outer != null) {
        leave(outer);
      }
      outer = around;
      if (around != null) {
        isLate = around.wasRead && (isKnown || !around.hasHeld);
        tallies = tallies == null ? new HashMap<>() : tallies;
        around.tallies = around.tallies == null ? new HashMap<>() : around.tallies;
        around.inners.add(this);
        around.hasHeld = true;
      }
    }
    isKnown = true;
  }

  private void leave(Nesting around) {
    around.inners.remove(this);
    if (tallies != null && around.tallies != null) {
      for (Map.Entry<Figure, Tally> entry : tallies.entrySet()) {
        Tally tally = entry.getValue();
        Tally theirs = around.tallies.get(entry.getKey());
        if (tally.isCount && theirs != null) {
          theirs.ended += tally.last - tally.before;
        }
        tally.before = tally.last;
      }
    }
  }

  /// It was visited, or is about to be.
  void read() {
    wasRead = true;
  }

  /// What of a count is its own. It never falls.
  long count(Object metric, Attributes attributes, long value) {
    Tally tally = tally(metric, attributes, true, value);
    if (tally == null || !hasHeld) {
      return value;
    }
    long own = value - tally.ended;
    Figure figure = new Figure(metric, attributes);
    for (Nesting inner : inners) {
      Tally theirs = inner.tallies == null ? null : inner.tallies.get(figure);
      own -= theirs == null ? 0 : theirs.last - theirs.before;
    }
    tally.told = Math.max(tally.told, own);
    return tally.told;
  }

  /// What of an amount is its own.
  long amount(Object metric, Attributes attributes, long value) {
    Tally tally = tally(metric, attributes, false, value);
    if (tally == null || !hasHeld) {
      return value;
    }
    long own = value;
    Figure figure = new Figure(metric, attributes);
    for (Nesting inner : inners) {
      Tally theirs = inner.tallies == null ? null : inner.tallies.get(figure);
      own -= theirs == null ? 0 : theirs.last;
    }
    return Math.max(0, own);
  }

  private @Nullable Tally tally(Object metric, Attributes attributes, boolean isCount, long value) {
    if (tallies == null) {
      return null;
    }
    Figure figure = new Figure(metric, attributes);
    Tally tally = tallies.get(figure);
    if (tally == null) {
      tally = new Tally(isCount);
      tally.before = isLate ? value : 0;
      tallies.put(figure, tally);
    }
    tally.last = value;
    return tally;
  }
}
