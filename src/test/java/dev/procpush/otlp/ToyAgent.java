// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.procpush.selfmonitor.AgentFacts;
import dev.procpush.selfmonitor.ExportStatistics;
import dev.procpush.selfmonitor.OwnProcess;
import dev.procpush.selfmonitor.SelfMonitor;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/// An agent with one instrument of its own: a counter that says how often it was read, in as many
/// series as wanted.
final class ToyAgent implements AutoCloseable {
  static final String COUNTER = "toy.readings";

  final ByteArrayOutputStream console = new ByteArrayOutputStream();
  final ExportStatistics statistics = new ExportStatistics();
  final Telemetry telemetry;
  final AtomicInteger collections = new AtomicInteger();
  private final List<Attributes> series = new ArrayList<>();

  ToyAgent(Map<String, String> environment) {
    this(settings(environment), () -> 1);
  }

  ToyAgent(TelemetrySettings settings, IntSupplier seriesCount) {
    telemetry = Telemetry.create(settings, statistics, new PrintStream(console, true, UTF_8));
    SelfMonitor monitor =
        new SelfMonitor(
            telemetry.meter(),
            statistics,
            new AgentFacts("1.2.3", null, telemetry.exporterType()),
            () -> new OwnProcess(1_000_000_000L, 500_000_000L, 64_000_000L));
    ObservableLongMeasurement counter =
        telemetry
            .meter()
            .counterBuilder(COUNTER)
            .setUnit("{reading}")
            .setDescription("How often the toy was read")
            .buildObserver();
    List<ObservableMeasurement> observed = new ArrayList<>(monitor.instruments());
    Runnable callback =
        () -> {
          monitor.begin();
          int count = seriesCount.getAsInt();
          long value = collections.incrementAndGet();
          for (int i = 0; i < count; i++) {
            counter.record(value, attributes(i));
          }
          monitor.collector("toy").add(1_000, count);
          monitor.record();
        };
    telemetry
        .meter()
        .batchCallback(callback, counter, observed.toArray(new ObservableMeasurement[0]));
  }

  private Attributes attributes(int index) {
    while (series.size() <= index) {
      series.add(Attributes.of(AttributeKey.stringKey("toy.series"), "series-" + series.size()));
    }
    return series.get(index);
  }

  static TelemetrySettings settings(Map<String, String> environment) {
    return new TelemetrySettings(environment, "toyhost", "0123456789abcdef", "1.2.3", 1_000);
  }

  static Map<String, String> environment(String endpoint, String... more) {
    Map<String, String> environment = new HashMap<>();
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint);
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return environment;
  }

  @Override
  public void close() {
    telemetry.close();
  }
}
