// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The warnings of the collection, so few that they are read: each kind at most once a minute, or
/// once. They are held until [#print], because inside another network namespace nothing may be
/// logged: a log handler may start a thread or open a socket, which would be in that namespace.
final class Complaints {
  private static final Logger LOG = System.getLogger("dev.procpush");
  private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Map<String, Throttle> throttles = new HashMap<>();
  private final List<Line> held = new ArrayList<>();

  /// Logs what was said since the last time.
  void print() {
    held.forEach(line -> LOG.log(line.level, line.text));
    held.clear();
  }

  /// Notes the first time only, for who looks for details.
  void debugOnce(String kind, String text) {
    if (throttles.putIfAbsent(kind, new Throttle()) == null) {
      held.add(new Line(Level.DEBUG, text));
    }
  }

  /// Warns the first time only.
  void once(String kind, String text) {
    if (throttles.putIfAbsent(kind, new Throttle()) == null) {
      held.add(new Line(Level.WARNING, text));
    }
  }

  /// Tells that what [#throttled] warned of is over; nothing where that warning was held back.
  void over(String kind, String text) {
    Throttle throttle = throttles.get(kind);
    if (throttle != null && throttle.said) {
      throttle.said = false;
      held.add(new Line(Level.INFO, text));
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
    throttle.said = true;
    throttle.lastNanos = now;
    throttle.heldBack = 0;
    held.add(new Line(Level.WARNING, text + more));
  }

  private record Line(Level level, String text) {}

  private static final class Throttle {
    boolean said;
    long lastNanos;
    long heldBack;
  }
}
