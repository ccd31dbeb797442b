// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.discovery.Snapshot;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.Uptime;
import dev.procpush.selfmonitor.SelfMonitor;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/// The processes' part of the cycle: of each container, and of the host, those that have used the
/// most CPU time are told of, one by one.
///
/// They come last and take what room the others have left, so they are left out first.
final class ProcessCycle {
  /// A process that is not wanted may be called differently once it has begun its program.
  private static final int FIRST_LOOKS = 3;

  private static final int PAUSE = 16;
  private static final String UPTIME = "uptime";

  private final List<ProcessCollector> collectors;
  private final ProcessChoice choice;
  private final int clockTicks;
  private final HostFiles host;
  private final ProcessGroups groups;
  private final TopProcesses top;
  private final Turns<ProcessGroup> turns;
  private final SeriesLimit limit;
  private final LongSupplier nanoClock;
  private final ProcessLook look;
  private final List<ProcessRun> runs;
  private final SelfMonitor monitor;
  private final Complaints complaints;
  private final Omissions omissions;
  private final int pointsOfEach;
  private ProcessLook.At now;
  private long cycle;
  private int visited;
  private int cut;

  ProcessCycle(
      ProcessSources sources,
      HostFiles host,
      SeriesLimit limit,
      LongSupplier nanoClock,
      Instruments instruments,
      SelfMonitor monitor,
      Complaints complaints) {
    this.collectors =
        sources.collectors().stream().filter(collector -> collector.points() > 0).toList();
    this.choice = sources.choice();
    this.clockTicks = sources.clockTicks();
    this.host = host;
    this.groups = new ProcessGroups(sources.kept(), host.kernel(), choice.others(), host.losses());
    this.top = new TopProcesses(choice.top(), clockTicks);
    this.turns = new Turns<>(nanoClock);
    this.limit = limit;
    this.nanoClock = nanoClock;
    this.runs =
        collectors.stream()
            .map(
                collector ->
                    new ProcessRun(collector, instruments, monitor, complaints, host.losses()))
            .toList();
    this.monitor = monitor;
    this.complaints = complaints;
    this.omissions =
        new Omissions(
            collectors.stream().map(ProcessCollector::name).toList(),
            "processes",
            monitor,
            complaints);
    this.pointsOfEach = collectors.stream().mapToInt(ProcessCollector::points).sum();
    this.now = at(ProcessSeries.UNKNOWN);
    this.look = new ProcessLook(now, instruments, monitor, complaints, host.losses());
  }

  /// Whether any metric of a process is wanted.
  boolean isOn() {
    return !collectors.isEmpty();
  }

  /// Visits them.
  ///
  /// @param containers those whose processes are visited, in the order of the visit
  void visit(Snapshot snapshot, List<ContainerVisit> containers, long deadline) {
    omissions.beginCycle();
    if (!isOn()) {
      return;
    }
    cycle++;
    visited = 0;
    cut = 0;
    groups.refresh(snapshot, containers, cycle);
    now = at(uptime());
    look.at(now);
    turns.begin(groups.all());
    turns.visit(deadline, this::visit);
    omissions.overBudget(groups.processes() - visited);
  }

  /// Counts and says what was left out.
  ///
  /// @return whether there was not time enough
  boolean tell(long seriesMax, Duration budget) {
    if (cut > 0) {
      collectors.forEach(collector -> monitor.skipped(collector.name(), "top", cut));
      complaints.once(
          "processes.top",
          ("More processes than processes.top = %d: of each container only those that use the most"
                  + " CPU time have metrics of their own, %d in all are left out")
              .formatted(choice.top(), cut));
    }
    return omissions.tell(seriesMax, budget);
  }

  private ProcessLook.At at(double uptime) {
    return new ProcessLook.At(cycle, new ObservedProcess.Clock(uptime, clockTicks), choice);
  }

  /// Seconds since boot; NaN where they cannot be read, and then nothing is told that needs them.
  private double uptime() {
    try {
      return host.readProc(UPTIME, Uptime::parse).seconds();
    } catch (ErrnoException e) {
      if (e.errno() == ErrnoException.ENOENT) {
        monitor.absent(UPTIME);
      } else {
        monitor.error(UPTIME, e.errnoName());
      }
    } catch (MalformedKernelDataException e) {
      monitor.error(UPTIME, "malformed");
      complaints.throttled(UPTIME, "No age of processes: " + e.getMessage());
    }
    return ProcessSeries.UNKNOWN;
  }

  private void visit(ProcessGroup group) {
    List<ObservedProcess> members = group.members();
    group.beginVisit(nanoClock.getAsLong());
    for (int i = 0; i < members.size(); i++) {
      lookIfDue(members.get(i));
    }
    cut += top.choose(members, cycle);
    for (int i = 0; i < top.count(); i++) {
      record(top.get(i));
    }
    top.clear();
    visited += members.size();
  }

  private void lookIfDue(ObservedProcess process) {
    if (!process.isWanted() && cycle < process.nextLook) {
      return;
    }
    look.run(process);
    if (!process.isWanted()) {
      process.nextLook = cycle + (process.looks++ < FIRST_LOOKS ? 1 : PAUSE);
      process.release();
    }
  }

  private void record(ObservedProcess process) {
    if (!limit.admits(pointsOfEach)) {
      omissions.overLimit(1);
      return;
    }
    process.beginRecord(now);
    long time = System.nanoTime();
    for (int i = 0; i < runs.size(); i++) {
      time = runs.get(i).run(process, time);
    }
  }
}
