// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.discovery.Snapshot;
import dev.procpush.selfmonitor.SelfMonitor;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// The containers' part of the cycle: each is visited once.
final class ContainerCycle {
  private final List<ContainerCollector> collectors;
  private final ContainerTable table;
  private final Admission<ContainerVisit> admission;
  private final Turns<ContainerVisit> turns;
  private final ContainerRun run;
  private final Omissions omissions;
  private List<ContainerVisit> admitted = List.of();

  ContainerCycle(
      ContainerSources sources,
      ContainerTable table,
      SeriesLimit limit,
      LongSupplier nanoClock,
      ContainerRun run,
      SelfMonitor monitor,
      Complaints complaints) {
    this.collectors = sources.collectors().stream().filter(ContainerCollector::isOn).toList();
    this.table = table;
    this.admission = new Admission<>(limit);
    this.turns = new Turns<>(nanoClock);
    this.run = run;
    this.omissions =
        new Omissions(
            collectors.stream().map(ContainerCollector::name).toList(),
            "containers",
            monitor,
            complaints);
  }

  /// Takes room for their series.
  void admit(Snapshot snapshot) {
    omissions.beginCycle();
    if (collectors.isEmpty()) {
      return;
    }
    List<ContainerVisit> visits = table.refresh(snapshot.containers());
    admission.begin();
    admission.offer(visits);
    admitted = admission.end();
    omissions.overLimit(visits.size() - admitted.size());
  }

  /// Visits those that were admitted.
  void visit(Snapshot snapshot, long deadline) {
    Map<String, Integer> processes = snapshot.processes();
    collectors.forEach(ContainerCollector::beginCycle);
    omissions.overBudget(
        turns.visit(
            admitted,
            deadline,
            visit -> visit(visit, processes.getOrDefault(visit.container().id(), 0))));
  }

  private void visit(ContainerVisit visit, int processes) {
    ContainerSeries series = visit.series();
    omissions.overLimit(series.room().isMeasured() ? 1 : 0);
    visit.files().beginVisit();
    series.beginVisit(processes);
    for (ContainerCollector collector : collectors) {
      if (!series.room().isLeftOut()) {
        run.run(collector, visit);
      }
    }
    omissions.overLimit(series.room().isLeftOut() ? 1 : 0);
    series.endVisit();
  }

  /// Counts and says what was left out.
  ///
  /// @return whether there was not time enough
  boolean tell(long seriesMax, long budgetNanos) {
    return omissions.tell(seriesMax, budgetNanos);
  }
}
