// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import dev.procpush.linux.FileSystems.Place;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Whose turn it is to be walked, and what is told in between. All times are as [System#nanoTime].
final class WalkTurns {
  /// A folder is not walked again before.
  static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

  /// Nor one that cannot be walked.
  static final long PAUSE_AFTER_FAILURE_NANOS = TimeUnit.HOURS.toNanos(1);

  /// So long the result of a walk is told, and where the folders' turns take longer, until twice
  /// the time between its last two walks.
  static final long TOLD_NANOS = TimeUnit.MINUTES.toNanos(10);

  /// A cycle may leave out what the next asks for again.
  private static final int CYCLES = 2;

  private final Map<Place, Turn> turns = new HashMap<>();
  private long cycle;

  /// Begins a cycle.
  void beginCycle() {
    cycle++;
    turns.values().removeIf(turn -> cycle - turn.cycle > CYCLES);
  }

  /// The folder's, made when it is asked for.
  Turn ask(Place place, long now) {
    Turn turn = turns.computeIfAbsent(place, at -> new Turn(at, now));
    turn.cycle = cycle;
    return turn;
  }

  /// Whether the folder is still asked for.
  boolean isWanted(Turn turn) {
    return turns.get(turn.place) == turn;
  }

  /// That which has waited longest; null where there is none.
  @Nullable Turn next() {
    Turn first = null;
    for (Turn turn : turns.values()) {
      if (first == null || turn.dueNanos - first.dueNanos < 0) {
        first = turn;
      }
    }
    return first;
  }

  /// One folder's.
  static final class Turn {
    final Place place;
    private long cycle;
    private long dueNanos;
    private long endedNanos;
    private long toldNanos;
    private long bytes = DirectoryUsage.UNKNOWN;
    private @Nullable ErrnoException failure;

    Turn(Place place, long now) {
      this.place = place;
      dueNanos = now;
      endedNanos = now;
    }

    /// How long it still has to wait.
    long waitNanos(long now) {
      return dueNanos - now;
    }

    /// Its walk is over. One that could not be brought to its end changes nothing.
    void end(long found, @Nullable ErrnoException why, long now) {
      dueNanos = now + (why == null ? PAUSE_NANOS : PAUSE_AFTER_FAILURE_NANOS);
      if (found == DirectoryUsage.UNKNOWN && why == null) {
        return;
      }
      toldNanos = Math.max(TOLD_NANOS, 2 * (now - endedNanos));
      endedNanos = now;
      bytes = found;
      failure = why;
    }

    /// What is told.
    long told(long now) throws ErrnoException {
      ErrnoException why = failure;
      if (why != null) {
        throw why;
      }
      return now - endedNanos < toldNanos ? bytes : DirectoryUsage.UNKNOWN;
    }
  }
}
