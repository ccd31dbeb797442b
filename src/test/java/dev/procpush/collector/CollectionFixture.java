// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.collector.network.NetworkCollectors;
import dev.procpush.collector.network.NetworkSources;
import dev.procpush.collector.network.TcpTables;
import dev.procpush.discovery.Container;
import dev.procpush.discovery.NamespaceKind;
import dev.procpush.discovery.NetworkNamespace;
import dev.procpush.discovery.Snapshot;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.KeptFiles;
import dev.procpush.linux.KernelFiles;
import dev.procpush.selfmonitor.AgentFacts;
import dev.procpush.selfmonitor.ExportStatistics;
import dev.procpush.selfmonitor.SelfMonitor;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A real SDK over a made-up host whose namespaces are reached in a way of the test's own:
/// collectors do not know the difference.
final class CollectionFixture implements NamespaceAccess {
  static final String HEADER =
      """
      Inter-|   Receive                                                |  Transmit
       face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
      """;

  private static final String NO_SOCKETS =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt"
          + "   uid  timeout inode\n";

  private static final NetworkSources SOURCES =
      new NetworkSources(
          new HostFiles(KernelFiles.ofDirectory(Path.of("/nowhere")), "proc", "sys"),
          4096,
          _ -> true,
          Set.of(),
          TcpTables.ALWAYS,
          true,
          false);

  @Nullable NetworkNamespace host;
  final List<NetworkNamespace> namespaces = new ArrayList<>();
  final Map<NetworkNamespace, String> netDev = new HashMap<>();
  final Map<NetworkNamespace, ErrnoException> failures = new HashMap<>();
  final List<Long> visited = new ArrayList<>();

  /// Where reading runs out of memory.
  final Set<NetworkNamespace> huge = new HashSet<>();

  /// What the next scan throws, if anything.
  @Nullable RuntimeException scanFailure;

  /// The cycle is the same for all; only net/dev has a content here.
  Predicate<String> collectorFilter = name -> name.equals("net_dev");

  List<HostCollector> hostCollectors = List.of();
  List<ContainerCollector> containerCollectors = List.of();

  /// Those beside the members of namespaces.
  final List<Container> containers = new ArrayList<>();

  MetricFilter metricFilter = MetricFilter.DEFAULT;
  Predicate<String> namespaceFilter = name -> true;
  Predicate<String> containerFilter = name -> true;
  Predicate<String> hostInterfaceFilter = name -> !name.startsWith("veth");
  Predicate<String> interfaceFilter = name -> !name.equals("lo");
  long seriesMax = 100_000;

  /// The clock of the cycle's budget, which each visit moves on by [#visitNanos].
  long nanos;

  long visitNanos;

  private final InMemoryMetricReader reader = InMemoryMetricReader.create();
  private @Nullable SdkMeterProvider provider;

  void add(NetworkNamespace namespace, String... interfaces) {
    if (namespace.kind() == NamespaceKind.HOST) {
      host = namespace;
    } else {
      namespaces.add(namespace);
    }
    StringBuilder text = new StringBuilder(HEADER);
    for (String name : interfaces) {
      text.append(name).append(": 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n");
    }
    netDev.put(namespace, text.toString());
  }

  /// Runs one collection: all points, by metric name.
  Map<String, List<LongPointData>> collect() {
    if (provider == null) {
      provider = SdkMeterProvider.builder().registerMetricReader(reader).build();
      register(provider.get("test"));
    }
    visited.clear();
    Map<String, List<LongPointData>> points = new TreeMap<>();
    for (MetricData metric : reader.collectAllMetrics()) {
      List<LongPointData> whole = new ArrayList<>(metric.getLongSumData().getPoints());
      whole.addAll(metric.getLongGaugeData().getPoints());
      points.put(metric.getName(), whole);
    }
    return points;
  }

  /// The value of the one point with these attributes, if there is such a point.
  Optional<Long> value(String metric, Attributes attributes) {
    List<LongPointData> points =
        collect().getOrDefault(metric, List.of()).stream()
            .filter(point -> point.getAttributes().equals(attributes))
            .toList();
    if (points.size() > 1) {
      throw new AssertionError("two points with the same attributes: " + points);
    }
    return points.stream().map(LongPointData::getValue).findFirst();
  }

  Collection<MetricData> rawMetrics() {
    collect();
    return reader.collectAllMetrics();
  }

  @Override
  public void visit(NetworkNamespace namespace, Visit visit) {
    visited.add(namespace.inode());
    nanos += visitNanos;
    if (huge.contains(namespace)) {
      visit.with(
          new FakeFiles() {
            @Override
            public FileContent read(String name) {
              throw new OutOfMemoryError("made up");
            }
          });
      return;
    }
    FakeFiles files = new FakeFiles();
    files.with("net/dev", netDev.getOrDefault(namespace, ""));
    files.with("net/tcp", NO_SOCKETS);
    ErrnoException failure = failures.get(namespace);
    if (failure != null) {
      files.failing("net/dev", failure);
    }
    visit.with(files);
  }

  @Override
  public void cycle(Runnable visits) {
    visits.run();
  }

  static Container container(String id, @Nullable String name) {
    return new Container(id, null, "/docker/" + id, name, null, null, false, Map.of());
  }

  private void register(Meter meter) {
    KeptFiles kept = KeptFiles.opening(KernelFiles.ofDirectory(Path.of("/nowhere")));
    Instruments instruments = new Instruments(meter, metricFilter);
    List<NamespaceCollector> collectors =
        NetworkCollectors.of(instruments, SOURCES).stream()
            .filter(collector -> collectorFilter.test(collector.name()))
            .toList();
    SelfMonitor monitor =
        new SelfMonitor(
            meter, new ExportStatistics(), new AgentFacts("test", null, "test"), () -> null);
    dev.procpush.collector.Collection collection =
        new dev.procpush.collector.Collection(
            this::scan,
            this,
            new Sources(
                new HostSources(hostCollectors, SOURCES.host()),
                collectors,
                new ContainerSources(containerCollectors, _ -> new ContainerFiles(kept, Map::of)),
                ProcessSources.none(kept)),
            instruments,
            monitor,
            Identity.COMPACT,
            new Selection(namespaceFilter, containerFilter, hostInterfaceFilter, interfaceFilter),
            seriesMax,
            Duration.ofNanos(1000),
            () -> nanos);
    collection.register(meter);
  }

  private Snapshot scan() {
    if (scanFailure != null) {
      throw scanFailure;
    }
    return new Snapshot(host, List.copyOf(namespaces), containers(), Map.of());
  }

  private List<Container> containers() {
    return Stream.concat(
            namespaces.stream().flatMap(namespace -> namespace.members().stream()),
            containers.stream())
        .toList();
  }
}
