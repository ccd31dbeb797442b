// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The warnings of the collection, so few that they are read: each kind at most once a minute, or
/// once.
final class Complaints {
  private static final Logger LOG = System.getLogger("dev.procpush");
  private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Map<String, Throttle> throttles = new HashMap<>();

  /// Notes the first time only, for who looks for details.
  void debugOnce(String kind, String text) {
    if (throttles.putIfAbsent(kind, new Throttle()) == null) {
      LOG.log(Level.DEBUG, text);
    }
  }

  /// Warns the first time only.
  void once(String kind, String text) {
    if (throttles.putIfAbsent(kind, new Throttle()) == null) {
      LOG.log(Level.WARNING, text);
    }
  }

  /// Warns at most once a minute, with the number of warnings held back.
  void throttled(String kind, String text) {
    Throttle throttle = throttles.computeIfAbsent(kind, _ -> new Throttle());
    long now = System.nanoTime();
    if (throttle.lastNanos != 0 && now - throttle.lastNanos < PAUSE_NANOS) {
      throttle.heldBack++;
      return;
    }
    String more = throttle.heldBack == 0 ? "" : " (and " + throttle.heldBack + " more like it)";
    throttle.lastNanos = now;
    throttle.heldBack = 0;
    LOG.log(Level.WARNING, text + more);
  }

  private static final class Throttle {
    long lastNanos;
    long heldBack;
  }
}
