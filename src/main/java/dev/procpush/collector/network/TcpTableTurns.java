// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import dev.procpush.collector.Scope;
import java.util.function.LongSupplier;

/// Whose turn it is to have `net/tcp` read, where the time does not suffice for all: each cycle
/// goes on where the one before had to stop. The host has its turn in each.
final class TcpTableTurns {
  private final TcpTables tables;
  private final LongSupplier nanoClock;
  private boolean few;
  private int place;
  private int first;
  private int stopped;
  private int skipped;
  private long used;
  private long began;

  /// @param nanoClock as [System#nanoTime]
  TcpTableTurns(TcpTables tables, LongSupplier nanoClock) {
    this.tables = tables;
    this.nanoClock = nanoClock;
  }

  void beginCycle(int namespaces) {
    few = namespaces <= tables.mostNamespaces();
    first = stopped;
    stopped = 0;
    place = 0;
    skipped = 0;
    used = 0;
  }

  /// @return how many had no turn for want of time
  int endCycle() {
    return skipped;
  }

  /// Whether there are so few namespaces that these files are read at all.
  boolean areFew() {
    return few;
  }

  /// Whether the namespace is to be read now; then [#end] is to follow.
  boolean begin(Scope scope) {
    if (scope != Scope.SYSTEM) {
      int own = place++;
      boolean late = used >= tables.nanosEachCycle();
      if (late && stopped == 0) {
        stopped = own;
      }
      if (late || own < first) {
        skipped++;
        return false;
      }
    }
    began = nanoClock.getAsLong();
    return true;
  }

  void end() {
    used += nanoClock.getAsLong() - began;
  }
}
