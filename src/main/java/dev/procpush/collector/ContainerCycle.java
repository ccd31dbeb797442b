// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.discovery.Snapshot;
import dev.procpush.selfmonitor.SelfMonitor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// The containers' part of the cycle: each is visited once.
final class ContainerCycle {
  private final List<ContainerCollector> collectors;
  private final ContainerTable table;
  private final ContainerFamilies families = new ContainerFamilies();
  private final Admission<ContainerVisit> admission;
  private final Turns<ContainerVisit> turns;
  private final List<ContainerRun> runs;

  /// Of those that ask.
  private final List<ContainerRun> asks;

  private final Omissions omissions;
  private final boolean neededElsewhere;
  private List<ContainerVisit> admitted = List.of();
  private Map<String, Integer> processes = Map.of();

  /// @param neededElsewhere whether the containers are asked for even if nothing is collected of
  ///   them
  ContainerCycle(
      ContainerSources sources,
      boolean neededElsewhere,
      ContainerTable table,
      SeriesLimit limit,
      LongSupplier nanoClock,
      Instruments instruments,
      SelfMonitor monitor,
      Complaints complaints,
      Losses losses) {
    this.collectors = sources.collectors().stream().filter(ContainerCollector::isOn).toList();
    this.neededElsewhere = neededElsewhere;
    this.table = table;
    this.admission = new Admission<>(limit);
    this.turns = new Turns<>(nanoClock);
    this.runs =
        collectors.stream()
            .map(
                collector ->
                    new ContainerRun(collector, instruments, monitor, complaints, losses, false))
            .toList();
    this.asks =
        collectors.stream()
            .filter(ContainerCollector::asks)
            .map(
                collector ->
                    new ContainerRun(collector, instruments, monitor, complaints, losses, true))
            .toList();
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
      admitted = neededElsewhere ? table.refresh(snapshot.containers()) : List.of();
      return;
    }
    List<ContainerVisit> visits = table.refresh(snapshot.containers());
    admission.begin();
    admission.offer(visits);
    admitted = admission.end();
    omissions.overLimit(visits.size() - admitted.size());
  }

  /// Those for whose series there is room.
  List<ContainerVisit> admitted() {
    return admitted;
  }

  /// Begins the visits of those that were admitted.
  void begin(Snapshot snapshot) {
    processes = snapshot.processes();
    collectors.forEach(ContainerCollector::beginCycle);
    for (ContainerRun ask : asks) {
      admitted.forEach(ask::run);
    }
    turns.begin(collectors.isEmpty() ? List.of() : families.arrange(admitted));
  }

  /// Visits as many as there is time for.
  void visit(long deadline) {
    turns.visit(deadline, this::visit);
  }

  /// Visits those that are left, as far as there is time, and counts the others.
  void visitRest(long deadline) {
    omissions.overBudget(turns.visit(deadline, this::visit));
  }

  private void visit(ContainerVisit visit) {
    for (ContainerVisit inner : families.within(visit)) {
      visit(inner);
    }
    ContainerSeries series = visit.series();
    omissions.overLimit(series.room().isMeasured() ? 1 : 0);
    visit.files().beginVisit();
    series.beginVisit(processes.getOrDefault(visit.container().id(), 0));
    long now = System.nanoTime();
    for (int i = 0; i < runs.size(); i++) {
      if (!series.room().isLeftOut()) {
        now = runs.get(i).run(visit, now);
      }
    }
    omissions.overLimit(series.room().isLeftOut() ? 1 : 0);
    series.endVisit();
  }

  /// Counts and says what was left out.
  ///
  /// @return whether there was not time enough
  boolean tell(long seriesMax, Duration budget) {
    return omissions.tell(seriesMax, budget);
  }
}
