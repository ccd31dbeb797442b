// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.collector.CollectionTime.Share;
import dev.procpush.discovery.NamespaceScanner;
import dev.procpush.discovery.NetworkNamespace;
import dev.procpush.discovery.Snapshot;
import dev.procpush.linux.NamespaceFiles;
import dev.procpush.selfmonitor.SelfMonitor;
import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The cycle: looks once which namespaces and containers there are, visits the host, its namespace,
/// each of the others and each container once, and lets every collector record what it reads there.
/// It runs as the SDK's batch callback, all of it on the callback's thread.
public final class Collection implements Runnable {
  private final NamespaceScanner scanner;
  private final NamespaceAccess access;
  private final HostSources host;
  private final List<HostRun> hostRuns;
  private final List<NamespaceCollector> collectors;
  private final Instruments instruments;
  private final SelfMonitor monitor;
  private final SeriesLimit limit;
  private final SeriesTable table;
  private final Complaints complaints = new Complaints();
  private final Losses losses;
  private final Omissions omissions;
  private final List<NamespaceRun> runs;

  /// By [Scope#index], those that observe something in this cycle.
  private final NamespaceRun[][] runsByScope = new NamespaceRun[Scope.values().length][];

  private final NamespaceInfo info;
  private final ContainerCycle containers;
  private final ProcessCycle processes;
  private final Admission<NamespaceVisit> admission;
  private final Turns<NamespaceVisit> turns;
  private final Duration budget;
  private final CollectionTime time;
  private final LongSupplier nanoClock;
  private @Nullable Meter meter;
  private @Nullable BatchCallback callback;
  private int observed;

  /// @param seriesMax the bound on the number of series beside the host's
  /// @param budget how long one cycle may take before it leaves out the namespaces that remain
  /// @param nanoClock as [System#nanoTime]
  public Collection(
      NamespaceScanner scanner,
      NamespaceAccess access,
      Sources sources,
      Instruments instruments,
      SelfMonitor monitor,
      Identity identity,
      Selection selection,
      long seriesMax,
      Duration budget,
      LongSupplier nanoClock) {
    this.scanner = scanner;
    this.access = access;
    this.host = sources.host();
    this.collectors = sources.namespaces();
    this.instruments = instruments;
    this.monitor = monitor;
    this.limit = new SeriesLimit(seriesMax);
    this.table = new SeriesTable(identity, selection, limit);
    this.losses = host.files().losses();
    this.hostRuns =
        host.collectors().stream()
            .map(collector -> new HostRun(collector, instruments, monitor, complaints, losses))
            .toList();
    this.runs =
        collectors.stream()
            .map(collector -> new NamespaceRun(collector, instruments, monitor, complaints, losses))
            .toList();
    this.admission = new Admission<>(limit);
    this.turns = new Turns<>(nanoClock);
    this.processes =
        new ProcessCycle(
            sources.processes(),
            sources.host().files(),
            limit,
            nanoClock,
            instruments,
            monitor,
            complaints);
    this.containers =
        new ContainerCycle(
            sources.containers(),
            processes.isOn(),
            new ContainerTable(identity, selection, limit, sources.containers().files()),
            limit,
            nanoClock,
            instruments,
            monitor,
            complaints,
            losses);
    this.info = new NamespaceInfo(instruments);
    this.omissions =
        new Omissions(
            collectors.stream().map(NamespaceCollector::name).toList(),
            "namespaces",
            monitor,
            complaints);
    this.budget = budget;
    this.time = host.files().time();
    this.nanoClock = nanoClock;
  }

  /// Makes it the SDK's callback: from now on it runs in every collection, unless the configuration
  /// leaves out every metric.
  public void register(Meter meter) {
    this.meter = meter;
    List<ObservableMeasurement> observers = instruments.register();
    observed = observers.size();
    List<ObservableMeasurement> all = new ArrayList<>(observers);
    all.addAll(monitor.instruments());
    if (all.isEmpty()) {
      complaints.once(
          "nothing", "metrics.exclude leaves out every metric: nothing is collected or sent");
      complaints.print();
      return;
    }
    BatchCallback previous = callback;
    callback =
        meter.batchCallback(
            this, all.getFirst(), all.subList(1, all.size()).toArray(ObservableMeasurement[]::new));
    if (previous != null) {
      previous.close();
    }
  }

  @Override
  public void run() {
    time.begin(budget);
    long start = nanoClock.getAsLong();
    long deadline = start + budget.toNanos();
    long recorded = instruments.recorded();
    monitor.begin();
    Snapshot snapshot = scan();
    Census.report(snapshot, monitor);
    List<NamespaceVisit> visits = table.refresh(namespaces(snapshot));
    int wanted = visits.size();
    List<NamespaceVisit> admitted = admitted(visits, snapshot);
    omissions.beginCycle();
    omissions.overLimit(wanted - admitted.size());
    if (snapshot.host() != null) {
      observeHost();
    }
    containers.begin(snapshot);
    containers.visit(start + time.nanos(Share.CONTAINERS));
    collectors.forEach(collector -> collector.beginCycle(admitted.size()));
    access.cycle(() -> visitAll(admitted, deadline));
    collectors.forEach(this::endCycle);
    containers.visitRest(deadline);
    processes.visit(snapshot, containers.admitted(), deadline);
    boolean overrun = omissions.tell(limit.max(), budget);
    overrun |= containers.tell(limit.max(), budget);
    overrun |= processes.tell(limit.max(), budget);
    if (overrun) {
      monitor.overrun();
    }
    complaints.print();
    monitor.series(instruments.recorded() - recorded, limit.max());
    monitor.record();
    if (meter != null && instruments.hasGrown(observed)) {
      register(meter);
    }
  }

  private void observeHost() {
    for (HostRun run : hostRuns) {
      if (run.isOn()) {
        run.run(host.files());
      }
    }
  }

  private void expect(List<NamespaceVisit> visits) {
    Map<Scope, Integer> typical = new EnumMap<>(Scope.class);
    for (NamespaceVisit visit : visits) {
      if (!visit.room().wasRead()) {
        visit
            .room()
            .expect(
                typical.computeIfAbsent(visit.series().scope(), scope -> typical(scope, visits)));
      }
    }
  }

  /// What a namespace is taken to have that was never read, so that whole namespaces are left out
  /// and not parts: as much as the others on average, and before any was read, what the collectors
  /// expect of one interface.
  private int typical(Scope scope, List<NamespaceVisit> visits) {
    long sum = 0;
    int read = 0;
    for (NamespaceVisit visit : visits) {
      SeriesRoom room = visit.room();
      if (visit.series().scope() == scope && room.wasRead() && room.expected() > 0) {
        sum += room.expected();
        read++;
      }
    }
    return read > 0 ? (int) ((sum + read - 1) / read) : expected(scope);
  }

  private int expected(Scope scope) {
    int expected = info.expected(scope);
    for (NamespaceCollector collector : collectors) {
      expected += collector.expected(scope);
    }
    return expected;
  }

  private void endCycle(NamespaceCollector collector) {
    int skipped = collector.endCycle();
    if (skipped > 0) {
      monitor.skipped(collector.name(), "budget", skipped);
    }
  }

  /// Nothing is found where the scan itself fails: the agent's own metrics then tell of it.
  private Snapshot scan() {
    try {
      return scanner.scan();
    } catch (RuntimeException e) {
      monitor.error("scan", e.getClass().getName());
      complaints.throttled("scan", "The scan for namespaces failed: " + e);
      return new Snapshot(null, List.of(), List.of(), Map.of());
    }
  }

  private static List<NetworkNamespace> namespaces(Snapshot snapshot) {
    List<NetworkNamespace> namespaces = new ArrayList<>(snapshot.namespaces().size() + 1);
    if (snapshot.host() != null) {
      namespaces.add(snapshot.host());
    }
    namespaces.addAll(snapshot.namespaces());
    return namespaces;
  }

  /// Leaves out what would not fit into the limit on series: namespaces that are no container's,
  /// then containers, then the namespaces of these.
  private List<NamespaceVisit> admitted(List<NamespaceVisit> visits, Snapshot snapshot) {
    int others = 0;
    while (others < visits.size() && visits.get(others).series().scope() != Scope.NETNS) {
      others++;
    }
    expect(visits);
    limit.beginCycle();
    admission.begin();
    admission.offer(visits.subList(0, others));
    containers.admit(snapshot);
    admission.offer(visits.subList(others, visits.size()));
    return admission.end();
  }

  private void visitAll(List<NamespaceVisit> visits, long deadline) {
    for (Scope scope : Scope.values()) {
      runsByScope[scope.index()] =
          runs.stream().filter(run -> run.observes(scope)).toArray(NamespaceRun[]::new);
    }
    int hosts = 0;
    while (hosts < visits.size() && visits.get(hosts).series().scope() == Scope.SYSTEM) {
      visit(visits.get(hosts++));
    }
    turns.begin(visits.subList(hosts, visits.size()));
    omissions.overBudget(
        turns.visit(
            deadline,
            visit -> {
              omissions.overLimit(visit.room().isMeasured() ? 1 : 0);
              visit(visit);
              omissions.overLimit(visit.room().isLeftOut() ? 1 : 0);
            }));
  }

  private void visit(NamespaceVisit visit) {
    NamespaceSeries series = visit.series();
    series.beginVisit();
    access.visit(visit.namespace(), files -> observe(visit.namespace(), files, series));
    info.record(visit.namespace(), series);
    series.endVisit();
  }

  private void observe(NetworkNamespace namespace, NamespaceFiles files, NamespaceSeries series) {
    NamespaceRun.Inside inside =
        new NamespaceRun.Inside(namespace, new NamespaceReader(files, losses), series);
    NamespaceRun[] observing = runsByScope[series.scope().index()];
    long now = System.nanoTime();
    for (int i = 0; i < observing.length && !series.isLeftOut() && !series.isBare(); i++) {
      now = observing[i].run(inside, now);
    }
  }
}
