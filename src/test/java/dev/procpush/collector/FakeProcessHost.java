// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.collector.process.ProcessCollectors;
import dev.procpush.discovery.Container;
import dev.procpush.discovery.LivingProcess;
import dev.procpush.discovery.LivingProcesses;
import dev.procpush.discovery.Snapshot;
import dev.procpush.linux.KeptFiles;
import dev.procpush.selfmonitor.AgentFacts;
import dev.procpush.selfmonitor.ExportStatistics;
import dev.procpush.selfmonitor.SelfMonitor;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A host whose processes a test makes, names, keeps busy and ends, and the processes' part of the
/// cycle over a real SDK. A tick is a hundredth of a second.
final class FakeProcessHost {
  final FakeProcessFiles files = new FakeProcessFiles();
  boolean others = true;
  boolean isHost = true;
  Predicate<String> names = _ -> true;
  MetricFilter filter = (name, _) -> name.startsWith("process.cpu") || name.startsWith("procpush");
  int top = 100;
  long seriesMax = 1000;

  /// What the clock is moved on by each look at it.
  long clockStep;

  private final InMemoryMetricReader reader = InMemoryMetricReader.create();
  private final KeptFiles kept = KeptFiles.opening(files);
  private final SeriesLimit[] limit = new SeriesLimit[1];
  private final Map<Integer, Running> processes = new LinkedHashMap<>();
  private final Map<String, ContainerVisit> containers = new LinkedHashMap<>();
  private final Complaints complaints = new Complaints();
  private @Nullable ProcessCycle cycle;
  private long nanos;

  FakeProcessHost() {
    files.put("/proc/uptime", "10000.00 1.00\n");
  }

  /// A process of this host.
  record Running(int pid, String directory, @Nullable String container) implements LivingProcess {

    /// Each is another one, whatever it is like.
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  /// Makes a process, in the place of one with the same pid.
  void start(int pid, String comm, @Nullable String container, long startTicks, long userTicks) {
    Running process = new Running(pid, "/proc/" + pid, container);
    processes.put(pid, process);
    if (container != null) {
      containers.computeIfAbsent(container, this::visit);
    }
    now(pid, comm, startTicks, userTicks);
  }

  /// What its `stat` says now.
  void now(int pid, String comm, long startTicks, long userTicks) {
    stat(pid, comm, 'S', startTicks, userTicks);
  }

  void stat(int pid, String comm, char state, long startTicks, long userTicks) {
    files.put(
        "/proc/" + pid + "/stat",
        "%d (%s) %c 1 1 1 0 -1 4194560 11 12 13 14 %d 200 300 400 20 0 1 0 %d 0 0\n"
            .formatted(pid, comm, state, userTicks, startTicks));
  }

  /// Its pid is in no listing any more.
  void end(int pid) {
    processes.remove(pid);
    files.remove("/proc/" + pid + "/stat");
  }

  /// The name of its container becomes known, or changes.
  void rename(String container, String name) {
    containers.put(container, visit(container, name));
  }

  void pass(long seconds) {
    nanos += TimeUnit.SECONDS.toNanos(seconds);
  }

  /// One collection: `name pid {…} value` of each process's user time, and what the agent counts.
  List<String> collect() {
    ProcessCycle running = cycle == null ? make() : cycle;
    cycle = running;
    return PointLines.of(reader.collectAllMetrics());
  }

  /// The pids that have points.
  List<Integer> told() {
    return collect().stream()
        .filter(line -> line.contains("cpu.mode=user"))
        .map(line -> Integer.valueOf(line.replaceFirst(".*process\\.pid=(\\d+).*", "$1")))
        .sorted()
        .toList();
  }

  private ProcessCycle make() {
    SdkMeterProvider provider = SdkMeterProvider.builder().registerMetricReader(reader).build();
    Meter meter = provider.get("test");
    Instruments instruments = new Instruments(meter, filter);
    SelfMonitor monitor =
        new SelfMonitor(
            meter, new ExportStatistics(), new AgentFacts("test", null, "test"), () -> null);
    limit[0] = new SeriesLimit(seriesMax);
    ProcessCycle made =
        new ProcessCycle(
            new ProcessSources(
                ProcessCollectors.of(instruments, 100, 4096),
                kept,
                new ProcessChoice(others, names, top),
                100),
            new HostFiles(files, "/proc", "/sys"),
            limit[0],
            () -> nanos += clockStep,
            instruments,
            monitor,
            complaints);
    List<ObservableMeasurement> all = new ArrayList<>(instruments.register());
    all.addAll(monitor.instruments());
    meter.batchCallback(
        () -> run(made, monitor),
        all.getFirst(),
        all.subList(1, all.size()).toArray(ObservableMeasurement[]::new));
    return made;
  }

  private void run(ProcessCycle made, SelfMonitor monitor) {
    limit[0].beginCycle();
    made.visit(snapshot(), List.copyOf(containers.values()), nanos + 1000);
    made.tell(seriesMax, Duration.ofNanos(1000));
    complaints.print();
    monitor.record();
  }

  private Snapshot snapshot() {
    LivingProcesses living =
        visitor -> processes.values().forEach(p -> visitor.process(p, p.container()));
    return new Snapshot(
        isHost ? FakeNamespace.host() : null,
        List.of(),
        List.of(),
        Map.of(),
        List.of(),
        Map.of(),
        living);
  }

  private ContainerVisit visit(String id) {
    return visit(id, null);
  }

  private ContainerVisit visit(String id, @Nullable String name) {
    Container container = CollectionFixture.container(id, name);
    return new ContainerVisit(
        container,
        new ContainerFiles(kept, Map::of),
        new ContainerSeries(
            container, Identity.COMPACT, new SeriesLimit(seriesMax), new Nesting()));
  }
}
