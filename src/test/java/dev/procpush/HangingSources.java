// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import dev.procpush.collector.CollectionTime;
import dev.procpush.linux.BoundedCalls.Pending;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileSystems;
import dev.procpush.linux.KernelFiles;
import dev.procpush.linux.SlowFiles;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/// What never answers of a fixture's host, with a clock that waiting alone moves on: who waits for
/// it waits until its deadline, but for what is known to be stuck, nobody waits.
final class HangingSources {
  private final Duration budget;
  private final int collections;
  private final Predicate<String> hangs;
  private final Set<String> stuck = new HashSet<>();
  private final CollectionTime time;
  private long nanos;

  /// @param budget how long a collection may take
  /// @param collections how many there are
  /// @param hangs whether a file below `/sys`, or what is mounted on a path, never answers
  HangingSources(Duration budget, int collections, Predicate<String> hangs) {
    this.budget = budget;
    this.collections = collections;
    this.hangs = hangs;
    this.time = new CollectionTime(budget, this::now);
  }

  /// All answer at once, in one collection.
  static HangingSources none() {
    return new HangingSources(Duration.ofHours(1), 1, _ -> false);
  }

  Duration budget() {
    return budget;
  }

  int collections() {
    return collections;
  }

  CollectionTime time() {
    return time;
  }

  /// How long was waited, in all.
  long now() {
    return nanos;
  }

  /// How many were waited for in vain.
  int stuck() {
    return stuck.size();
  }

  SlowFiles slow(KernelFiles kernel) {
    SlowFiles answering = SlowFiles.inline(kernel);
    return (directory, name) -> hangs.test(name) ? hanging(name) : answering.begin(directory, name);
  }

  FileSystems over(FileSystems answering) {
    return place -> hangs.test(place.path()) ? hanging(place.path()) : answering.begin(place);
  }

  private <T> Pending<T> hanging(String name) {
    return deadline -> {
      if (stuck.add(name)) {
        nanos = Math.max(nanos, deadline);
      }
      throw new ErrnoException(ErrnoException.ETIMEDOUT, "wait for", name);
    };
  }
}
