// SPDX-License-Identifier: Apache-2.0

package dev.procpush.selfmonitor;

import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// The instruments by which the agent tells about itself.
final class SelfInstruments {
  private static final Meter NOWHERE = MeterProvider.noop().get("procpush");

  private final Meter meter;
  private final Predicate<String> excluded;
  private final List<ObservableMeasurement> all = new ArrayList<>();

  final ObservableLongMeasurement exportedPoints;
  final ObservableLongMeasurement exportRequests;
  final ObservableLongMeasurement exportIo;
  final ObservableLongMeasurement droppedPoints;
  final ObservableDoubleMeasurement collectionCpuTime;
  final ObservableLongMeasurement overruns;
  final ObservableDoubleMeasurement collectorDuration;
  final ObservableLongMeasurement collectorPoints;
  final ObservableLongMeasurement collectorErrors;
  final ObservableLongMeasurement collectorSkipped;
  final ObservableLongMeasurement sourceAbsent;
  final ObservableLongMeasurement namespaces;
  final ObservableLongMeasurement unreadableNamespaces;
  final ObservableLongMeasurement containers;
  final ObservableLongMeasurement series;
  final ObservableLongMeasurement seriesLimit;
  final ObservableDoubleMeasurement processCpuTime;
  final ObservableLongMeasurement processMemory;
  final ObservableLongMeasurement info;

  /// @param excluded whether a metric of this name is not wanted
  SelfInstruments(Meter meter, Predicate<String> excluded) {
    this.meter = meter;
    this.excluded = excluded;
    exportedPoints =
        counter(
            "otel.sdk.exporter.metric_data_point.exported",
            "{data_point}",
            "Data points whose export has ended; failed ones carry error.type");
    exportRequests =
        counter(
            "procpush.export.requests",
            "{request}",
            "Export requests that have ended; failed ones carry error.type");
    exportIo =
        counter(
            "procpush.export.io",
            "By",
            "Encoded OTLP handed to the exporter, before compression, retries not counted");
    droppedPoints =
        counter(
            "procpush.data_point.dropped",
            "{data_point}",
            "Data points that were never delivered, by reason");
    collectionCpuTime =
        seconds("procpush.collection.cpu.time", "CPU time that the agent's collections used");
    overruns =
        counter(
            "procpush.collection.overruns",
            "{collection}",
            "Collections of the agent that were cut short by their time budget");
    collectorDuration =
        gauge(
            "procpush.collector.duration",
            "s",
            "Time that the collector took in the last collection");
    collectorPoints =
        upDown(
            "procpush.collector.data_point.count",
            "{data_point}",
            "Data points that the collector recorded in the last collection");
    collectorErrors =
        counter("procpush.collector.errors", "{error}", "Failures of the collector, by error.type");
    collectorSkipped =
        counter(
            "procpush.collector.skipped",
            "{namespace}",
            "Namespaces, containers and processes left out, by reason: budget, series_limit, top");
    sourceAbsent =
        upDown(
            "procpush.source.absent",
            "{source}",
            "1 while any network namespace lacks the kernel file");
    namespaces =
        upDown(
            "procpush.namespace.count",
            "{namespace}",
            "Network namespaces found by the last scan, by kind");
    unreadableNamespaces =
        upDown(
            "procpush.namespace.unreadable",
            "{namespace}",
            "Processes and mounts whose network namespace cannot be read, by error.type");
    containers =
        upDown(
            "procpush.container.count",
            "{container}",
            "Containers found by the last scan, by runtime");
    series =
        upDown(
            "procpush.series.count",
            "{series}",
            "Series of the agent alive in the last collection");
    seriesLimit =
        upDown(
            "procpush.series.limit",
            "{series}",
            "Maximum number of series of the agent: series.max");
    processCpuTime = seconds("procpush.process.cpu.time", "CPU time of the agent's process");
    processMemory =
        upDown("procpush.process.memory.usage", "By", "Resident memory of the agent's process");
    info = upDown("procpush.info", "{agent}", "Agent and its version, in the attributes: always 1");
  }

  /// All of them, to be observed by one callback.
  List<ObservableMeasurement> all() {
    return List.copyOf(all);
  }

  private ObservableLongMeasurement counter(String name, String unit, String description) {
    return add(
        name,
        meter(name).counterBuilder(name).setUnit(unit).setDescription(description).buildObserver());
  }

  private ObservableDoubleMeasurement seconds(String name, String description) {
    return add(
        name,
        meter(name)
            .counterBuilder(name)
            .ofDoubles()
            .setUnit("s")
            .setDescription(description)
            .buildObserver());
  }

  private ObservableLongMeasurement upDown(String name, String unit, String description) {
    return add(
        name,
        meter(name)
            .upDownCounterBuilder(name)
            .setUnit(unit)
            .setDescription(description)
            .buildObserver());
  }

  private ObservableDoubleMeasurement gauge(String name, String unit, String description) {
    return add(
        name,
        meter(name).gaugeBuilder(name).setUnit(unit).setDescription(description).buildObserver());
  }

  /// What is not wanted is recorded all the same, and goes nowhere.
  private Meter meter(String name) {
    return excluded.test(name) ? NOWHERE : meter;
  }

  private <T extends ObservableMeasurement> T add(String name, T measurement) {
    if (!excluded.test(name)) {
      all.add(measurement);
    }
    return measurement;
  }
}
