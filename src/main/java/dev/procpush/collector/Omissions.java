// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.selfmonitor.SelfMonitor;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// How many namespaces a cycle left out, and why: counted each time, said when it begins and when
/// it is over.
final class Omissions {
  private final List<NamespaceCollector> collectors;
  private final SelfMonitor monitor;
  private final Complaints complaints;
  private int overLimit;
  private int overBudget;
  private boolean limited;
  private boolean overrun;

  Omissions(List<NamespaceCollector> collectors, SelfMonitor monitor, Complaints complaints) {
    this.collectors = collectors;
    this.monitor = monitor;
    this.complaints = complaints;
  }

  void beginCycle() {
    overLimit = 0;
    overBudget = 0;
  }

  /// These did not fit into the limit on series.
  void overLimit(int namespaces) {
    overLimit += namespaces;
  }

  /// For these there was no time left.
  void overBudget(int namespaces) {
    overBudget += namespaces;
  }

  /// Counts and says it.
  void tell(long seriesMax, long budgetNanos) {
    skipped("series_limit", overLimit);
    if (overLimit > 0 && !limited) {
      complaints.throttled(
          "series_limit",
          "More series than series.max = %d: %d namespaces are left out, unnamed ones first"
              .formatted(seriesMax, overLimit));
    } else if (overLimit == 0 && limited) {
      complaints.over("All namespaces fit into series.max again");
    }
    limited = overLimit > 0;

    skipped("budget", overBudget);
    if (overBudget > 0) {
      monitor.overrun();
    }
    if (overBudget > 0 && !overrun) {
      complaints.throttled(
          "budget",
          ("A collection may take %d ms: %d namespaces are left out, others in each collection; a"
                  + " longer OTEL_METRIC_EXPORT_INTERVAL gives it more time")
              .formatted(TimeUnit.NANOSECONDS.toMillis(budgetNanos), overBudget));
    } else if (overBudget == 0 && overrun) {
      complaints.over("Collections end within their time again");
    }
    overrun = overBudget > 0;
  }

  private void skipped(String reason, int namespaces) {
    if (namespaces > 0) {
      collectors.forEach(collector -> monitor.skipped(collector.name(), reason, namespaces));
    }
  }
}
