// SPDX-License-Identifier: Apache-2.0

package dev.procpush.selfmonitor;

/// What a collector takes and gives in a collection.
public final class CollectorTally {
  private final Tally.Row nanos;
  private final Tally.Row points;

  CollectorTally(Tally.Row nanos, Tally.Row points) {
    this.nanos = nanos;
    this.points = points;
  }

  /// The collector has run, for one namespace or for all.
  public void add(long nanoCount, long pointCount) {
    nanos.add(nanoCount);
    points.add(pointCount);
  }
}
