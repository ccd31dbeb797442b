// SPDX-License-Identifier: Apache-2.0

package dev.procpush.selfmonitor;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the agent tells about itself. Everything but the [ExportStatistics] is told from within the
/// one callback, by the thread that runs it: [#begin] first, then the events of the cycle, then
/// [#record].
public final class SelfMonitor {
  private static final AttributeKey<String> COLLECTOR =
      AttributeKey.stringKey("procpush.collector");
  private static final AttributeKey<String> DROP_REASON =
      AttributeKey.stringKey("procpush.drop.reason");
  private static final AttributeKey<String> SOURCE = AttributeKey.stringKey("procpush.source");
  private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
  private static final AttributeKey<String> KIND = AttributeKey.stringKey("netns.kind");
  private static final AttributeKey<String> RUNTIME =
      AttributeKey.stringKey("container.runtime.name");
  private static final AttributeKey<String> COMPONENT_TYPE =
      AttributeKey.stringKey("otel.component.type");
  private static final AttributeKey<String> CPU_MODE = AttributeKey.stringKey("cpu.mode");
  private static final AttributeKey<String> VERSION = AttributeKey.stringKey("service.version");
  private static final AttributeKey<String> CAPABILITIES =
      AttributeKey.stringKey("procpush.capabilities");
  private static final Attributes USER = Attributes.of(CPU_MODE, "user");
  private static final Attributes SYSTEM = Attributes.of(CPU_MODE, "system");
  private static final double NANOS_PER_SECOND = 1e9;
  private static final String UNKNOWN_RUNTIME = "unknown";

  private final SelfInstruments instruments;
  private final ExportStatistics exports;
  private final Supplier<@Nullable OwnProcess> process;
  private final Attributes exporter;
  private final Attributes agent;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

  private final Tally durations = new Tally(COLLECTOR);
  private final Tally points = new Tally(COLLECTOR);
  private final Tally errors = new Tally(COLLECTOR, ERROR_TYPE);
  private final Tally skips = new Tally(COLLECTOR, DROP_REASON);
  private final Tally absentSources = new Tally(SOURCE);
  private final Tally namespaces = new Tally(KIND);
  private final Tally unreadable = new Tally(ERROR_TYPE);
  private final Tally containers = new Tally(RUNTIME);
  private final Map<ExportStatistics.DropReason, Attributes> dropReasons =
      new EnumMap<>(ExportStatistics.DropReason.class);
  private final Map<String, Attributes> failedPoints = new HashMap<>();
  private final Map<String, Attributes> failedRequests = new HashMap<>();

  private long cpuNanosAtBegin = -1;
  private long cpuNanos;
  private long overruns;
  private long series = -1;
  private long seriesLimit;

  /// @param meter the meter of all the agent's instruments
  /// @param exports what the exporter counts
  /// @param facts what never changes
  /// @param process reads the agent's own process; null where that fails
  /// @param excluded whether a metric of this name is not wanted
  public SelfMonitor(
      Meter meter,
      ExportStatistics exports,
      AgentFacts facts,
      Supplier<@Nullable OwnProcess> process,
      Predicate<String> excluded) {
    this.instruments = new SelfInstruments(meter, excluded);
    this.exports = exports;
    this.process = process;
    this.exporter = Attributes.of(COMPONENT_TYPE, facts.exporterType());
    String capabilities = facts.capabilities();
    this.agent =
        capabilities == null
            ? Attributes.of(VERSION, facts.version())
            : Attributes.of(VERSION, facts.version(), CAPABILITIES, capabilities);
    for (ExportStatistics.DropReason reason : ExportStatistics.DropReason.values()) {
      dropReasons.put(reason, Attributes.of(DROP_REASON, reason.value()));
    }
  }

  /// The same with all metrics.
  public SelfMonitor(
      Meter meter,
      ExportStatistics exports,
      AgentFacts facts,
      Supplier<@Nullable OwnProcess> process) {
    this(meter, exports, facts, process, _ -> false);
  }

  /// The instruments that [#record] writes to: the agent's one callback has to observe them.
  public List<ObservableMeasurement> instruments() {
    return instruments.all();
  }

  /// A collection begins on this thread.
  public void begin() {
    cpuNanosAtBegin = threads.getCurrentThreadCpuTime();
  }

  /// What a collector of this name takes and gives adds up here, within the collection.
  public CollectorTally collector(String name) {
    return new CollectorTally(durations.row(name), points.row(name));
  }

  /// A collector failed on one source.
  public void error(String collector, String errorType) {
    errors.add(collector, errorType, 1);
  }

  /// Namespaces were left out.
  public void skipped(String collector, String reason, long count) {
    skips.add(collector, reason, count);
  }

  /// This kernel lacks the file; to be said in each collection that finds it so.
  public void absent(String source) {
    absentSources.set(source, 1);
  }

  /// The collection was cut short by its budget.
  public void overrun() {
    overruns++;
  }

  /// The last scan found so many namespaces of this kind.
  public void namespaces(String kind, long count) {
    namespaces.set(kind, count);
  }

  /// The last scan saw so many namespaces that it could not read.
  public void unreadable(String errorType, long count) {
    unreadable.set(errorType, count);
  }

  /// The last scan found so many containers of this runtime.
  public void containers(@Nullable String runtime, long count) {
    containers.set(runtime == null ? UNKNOWN_RUNTIME : runtime, count);
  }

  /// So many series are alive, of so many that may be.
  public void series(long count, long limit) {
    series = count;
    seriesLimit = limit;
  }

  /// Writes everything, once a collection and at its end.
  public void record() {
    recordExports();
    recordCollection();
    recordDiscovery();
    recordProcess();
    instruments.info.record(1, agent);
  }

  private void recordExports() {
    instruments.exportedPoints.record(exports.deliveredPoints(), exporter);
    instruments.exportRequests.record(exports.deliveredRequests());
    instruments.exportIo.record(exports.handedOverBytes());
    exports
        .failures()
        .forEach(
            (type, failures) -> {
              instruments.exportedPoints.record(
                  failures.points(),
                  failedPoints.computeIfAbsent(
                      type, t -> exporter.toBuilder().put(ERROR_TYPE, t).build()));
              if (failures.requests() > 0) {
                instruments.exportRequests.record(
                    failures.requests(),
                    failedRequests.computeIfAbsent(type, t -> Attributes.of(ERROR_TYPE, t)));
              }
            });
    dropReasons.forEach(
        (reason, attributes) ->
            instruments.droppedPoints.record(exports.dropped(reason), attributes));
  }

  private void recordCollection() {
    durations.recordAndReset(
        (attributes, nanos) ->
            instruments.collectorDuration.record(nanos / NANOS_PER_SECOND, attributes));
    points.recordAndReset(
        (attributes, count) -> instruments.collectorPoints.record(count, attributes));
    errors.recordAll((attributes, count) -> instruments.collectorErrors.record(count, attributes));
    skips.recordAll((attributes, count) -> instruments.collectorSkipped.record(count, attributes));
    absentSources.recordAndReset(
        (attributes, count) -> instruments.sourceAbsent.record(count, attributes));
    instruments.overruns.record(overruns);
    if (series >= 0) {
      instruments.series.record(series);
      instruments.seriesLimit.record(seriesLimit);
      series = -1;
    }
    if (cpuNanosAtBegin >= 0) {
      cpuNanos += Math.max(0, threads.getCurrentThreadCpuTime() - cpuNanosAtBegin);
      cpuNanosAtBegin = -1;
      instruments.collectionCpuTime.record(cpuNanos / NANOS_PER_SECOND);
    }
  }

  private void recordDiscovery() {
    namespaces.recordAndReset(
        (attributes, count) -> instruments.namespaces.record(count, attributes));
    unreadable.recordAndReset(
        (attributes, count) -> instruments.unreadableNamespaces.record(count, attributes));
    containers.recordAndReset(
        (attributes, count) -> instruments.containers.record(count, attributes));
  }

  private void recordProcess() {
    OwnProcess own = process.get();
    if (own == null) {
      return;
    }
    if (own.userNanos() != null) {
      instruments.processCpuTime.record(own.userNanos() / NANOS_PER_SECOND, USER);
    }
    if (own.systemNanos() != null) {
      instruments.processCpuTime.record(own.systemNanos() / NANOS_PER_SECOND, SYSTEM);
    }
    if (own.residentBytes() != null) {
      instruments.processMemory.record(own.residentBytes());
    }
  }
}
