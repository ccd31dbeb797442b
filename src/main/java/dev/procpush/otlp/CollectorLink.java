// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import dev.procpush.text.TextEscapes;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/// How the agent and its Collector get along. One line is logged for each change, and none in
/// between.
public final class CollectorLink {
  /// What the last export showed.
  public enum State {
    /// Nothing has been sent yet.
    UNKNOWN,
    /// It takes what is sent.
    REACHABLE,
    /// No connection, or no answer in time.
    UNREACHABLE,
    /// It takes what is sent, but not all of it in time.
    SLOW,
    /// It answers, and refuses.
    REFUSED
  }

  /// @param state what the last export showed
  /// @param why in case of failure, in one line; else empty
  public record Status(State state, String why) {}

  /// How many characters of a stranger's text are shown.
  private static final int LONGEST = 200;

  private static final System.Logger LOG = System.getLogger("dev.procpush.otlp");

  private final String endpoint;
  private final Duration interval;
  private final LongSupplier nanoTime;
  private final Set<String> saidSinceDown = new HashSet<>();
  private volatile Status status = new Status(State.UNKNOWN, "");
  private boolean saidWarning;
  private long downSince;
  private long droppedBefore;

  /// @param endpoint where the Collector is, for the lines
  /// @param interval the time between exports
  /// @param nanoTime the clock
  CollectorLink(String endpoint, Duration interval, LongSupplier nanoTime) {
    this.endpoint = TextEscapes.escape(endpoint, LONGEST);
    this.interval = interval;
    this.nanoTime = nanoTime;
  }

  /// How it is now; any thread may ask.
  public Status status() {
    return status;
  }

  /// An export was accepted.
  ///
  /// @param droppedPoints how many points had been dropped before it, since the agent's start
  void succeeded(long droppedPoints) {
    State before = status.state();
    status = new Status(State.REACHABLE, "");
    if (before == State.UNKNOWN) {
      LOG.log(
          System.Logger.Level.INFO,
          "Collector {0} takes the metrics, every {1}",
          endpoint,
          seconds(interval));
    } else if (before != State.REACHABLE) {
      LOG.log(
          System.Logger.Level.INFO,
          "Collector {0} {1} again after {2}; {3} data points were dropped meanwhile",
          endpoint,
          before == State.UNREACHABLE ? "is reachable" : "takes the metrics",
          seconds(Duration.ofNanos(nanoTime.getAsLong() - downSince)),
          Long.toString(droppedPoints - droppedBefore));
    }
    saidSinceDown.clear();
  }

  /// The Collector took all and had something to say. Its first words are logged, once.
  void warned(String message) {
    if (!saidWarning) {
      saidWarning = true;
      LOG.log(
          System.Logger.Level.WARNING,
          "Collector {0} takes the metrics and warns: {1}",
          endpoint,
          TextEscapes.escape(message.strip(), LONGEST));
    }
  }

  /// An export failed, wholly or in part.
  ///
  /// @param droppedPoints how many points had been dropped before it, since the agent's start
  void failed(ExportFailure failure, long droppedPoints) {
    State before = status.state();
    State now = failure.state();
    status = new Status(now, failure.why());
    if (before == State.UNKNOWN || before == State.REACHABLE) {
      downSince = nanoTime.getAsLong();
      droppedBefore = droppedPoints;
    }
    if (saidSinceDown.add(now + failure.errorType())) {
      LOG.log(
          System.Logger.Level.WARNING,
          "Collector {0} {1}: {2} Collecting goes on, the next try is in {3}",
          endpoint,
          words(now),
          sentence(failure.why()),
          seconds(interval));
    }
  }

  private static String sentence(String why) {
    boolean ended = why.endsWith("?") || why.endsWith("!") || why.endsWith(".");
    return ended ? why : why + ".";
  }

  private static String words(State state) {
    return switch (state) {
      case UNREACHABLE -> "is unreachable";
      case SLOW -> "is too slow";
      case REFUSED -> "refuses the metrics";
      case UNKNOWN, REACHABLE -> "is reachable";
    };
  }

  private static String seconds(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1000 == 0 || millis > 10_000 ? millis / 1000 + " s" : millis / 1000.0 + " s";
  }
}
