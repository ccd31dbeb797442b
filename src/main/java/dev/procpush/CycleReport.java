// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import dev.procpush.cli.CycleStatus;
import dev.procpush.cli.StatusLine;
import dev.procpush.discovery.Snapshot;
import dev.procpush.otlp.CollectorLink;
import dev.procpush.otlp.Telemetry;
import dev.procpush.selfmonitor.ExportStatistics;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Tells the status line, after each export, how the cycle went.
final class CycleReport {
  /// Waking up an idle processor costs more than the look.
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Host host;
  private final ExportStatistics statistics;
  private final Telemetry telemetry;
  private long exports;
  private long points;
  private long bytes;

  CycleReport(Host host, ExportStatistics statistics, Telemetry telemetry) {
    this.host = host;
    this.statistics = statistics;
    this.telemetry = telemetry;
  }

  /// Keeps telling until the end is requested.
  void showUntil(CountDownLatch end, StatusLine status) throws InterruptedException {
    while (!end.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
      Snapshot snapshot = host.last();
      if (snapshot != null && statistics.exports() != exports) {
        exports = statistics.exports();
        status.show(next(snapshot));
      }
    }
  }

  private CycleStatus next(Snapshot snapshot) {
    long pointsBefore = points;
    long bytesBefore = bytes;
    points = statistics.deliveredPoints();
    bytes = statistics.handedOverBytes();
    return new CycleStatus(
        snapshot.namespaces().size() + (snapshot.host() == null ? 0 : 1),
        snapshot.containers().size(),
        points - pointsBefore,
        bytes - bytesBefore,
        collector());
  }

  private String collector() {
    CollectorLink.Status link = telemetry.collector();
    String state = link.state().name().toLowerCase(Locale.ROOT);
    return link.why().isEmpty() ? state : state + " (" + link.why() + ")";
  }
}
