// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import dev.procpush.cli.CycleStatus;
import dev.procpush.cli.StatusLine;
import dev.procpush.discovery.Snapshot;
import dev.procpush.otlp.CollectorLink;
import dev.procpush.otlp.Telemetry;
import dev.procpush.selfmonitor.ExportStatistics;
import java.util.Locale;

/// Tells the status line how a cycle went, after it was sent or failed to be.
final class CycleReport implements Runnable {
  private final Host host;
  private final ExportStatistics statistics;
  private final Telemetry telemetry;
  private final StatusLine status;
  private long points;
  private long bytes;

  CycleReport(Host host, ExportStatistics statistics, Telemetry telemetry, StatusLine status) {
    this.host = host;
    this.statistics = statistics;
    this.telemetry = telemetry;
    this.status = status;
  }

  @Override
  public void run() {
    Snapshot snapshot = host.last();
    if (snapshot != null) {
      status.show(next(snapshot));
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
