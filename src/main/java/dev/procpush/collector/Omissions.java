// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.selfmonitor.SelfMonitor;
import java.time.Duration;
import java.util.List;

/// How many namespaces or containers a cycle left out, and why: counted each time, said when it
/// begins and when it is over.
final class Omissions {
  private final List<String> collectors;
  private final String things;
  private final SelfMonitor monitor;
  private final Complaints complaints;
  private final String limitKind;
  private final String budgetKind;
  private int overLimit;
  private int overBudget;
  private boolean limited;
  private boolean overrun;

  /// @param collectors their names
  /// @param things what is left out, in the plural
  Omissions(List<String> collectors, String things, SelfMonitor monitor, Complaints complaints) {
    this.collectors = List.copyOf(collectors);
    this.things = things;
    this.limitKind = "series_limit " + things;
    this.budgetKind = "budget " + things;
    this.monitor = monitor;
    this.complaints = complaints;
  }

  void beginCycle() {
    overLimit = 0;
    overBudget = 0;
  }

  /// These did not fit into the limit on series.
  void overLimit(int count) {
    overLimit += count;
  }

  /// For these there was no time left.
  void overBudget(int count) {
    overBudget += count;
  }

  /// Counts and says it.
  ///
  /// @return whether there was not time enough
  boolean tell(long seriesMax, Duration budget) {
    skipped("series_limit", overLimit);
    if (overLimit > 0 && !limited) {
      complaints.throttled(
          limitKind,
          "More series than series.max = %d: %d %s are left out%s"
              .formatted(
                  seriesMax,
                  overLimit,
                  things,
                  things.equals("namespaces") ? ", unnamed ones first" : ""));
    } else if (overLimit == 0 && limited) {
      complaints.over(limitKind, "All " + things + " fit into series.max again");
    }
    limited = overLimit > 0;

    skipped("budget", overBudget);
    if (overBudget > 0 && !overrun) {
      complaints.throttled(
          budgetKind,
          ("A collection may take %d ms: %d %s are left out, others in each collection; a"
                  + " longer OTEL_METRIC_EXPORT_INTERVAL gives it more time")
              .formatted(budget.toMillis(), overBudget, things));
    } else if (overBudget == 0 && overrun) {
      complaints.over(budgetKind, "All " + things + " are collected in time again");
    }
    overrun = overBudget > 0;
    return overrun;
  }

  private void skipped(String reason, int count) {
    if (count > 0) {
      collectors.forEach(collector -> monitor.skipped(collector, reason, count));
    }
  }
}
