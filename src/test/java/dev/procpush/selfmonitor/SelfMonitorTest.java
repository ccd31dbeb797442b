// SPDX-License-Identifier: Apache-2.0

package dev.procpush.selfmonitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.selfmonitor.ExportStatistics.DropReason;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The agent's own metrics.
final class SelfMonitorTest {
  private final InMemoryMetricReader reader = InMemoryMetricReader.create();
  private final Meter meter =
      SdkMeterProvider.builder().registerMetricReader(reader).build().get("dev.procpush");
  private final ExportStatistics statistics = new ExportStatistics();
  private @Nullable OwnProcess process = new OwnProcess(3_500_000_000L, 250_000_000L, 42_000_000L);
  private Runnable cycle = () -> {};
  private final SelfMonitor monitor =
      new SelfMonitor(
          meter,
          statistics,
          new AgentFacts("1.2.3", "CAP_SYS_ADMIN", "otlp_grpc_metric_exporter"),
          () -> process);

  SelfMonitorTest() {
    List<ObservableMeasurement> all = monitor.instruments();
    meter.batchCallback(
        () -> {
          monitor.begin();
          cycle.run();
          monitor.record();
        },
        all.getFirst(),
        all.subList(1, all.size()).toArray(new ObservableMeasurement[0]));
  }

  @Test
  void tellsOfACycle() {
    cycle =
        () -> {
          monitor.collector("net_dev").add(1_000_000, 32);
          monitor.collector("net_dev").add(2_000_000, 16);
          monitor.error("net_dev", "malformed");
          monitor.skipped("net_dev", "budget", 7);
          monitor.absent("net/snmp6");
          monitor.overrun();
          monitor.namespaces("container", 3);
          monitor.unreadable("EACCES", 2);
          monitor.containers("docker", 3);
          monitor.containers(null, 1);
          monitor.series(48, 50_000);
        };
    collect();
    assertThat(collect())
        .containsEntry("procpush.collector.duration{procpush.collector=net_dev}", 0.003)
        .containsEntry("procpush.collector.data_point.count{procpush.collector=net_dev}", 48.0)
        .containsEntry(
            "procpush.collector.errors{error.type=malformed,procpush.collector=net_dev}", 2.0)
        .containsEntry(
            "procpush.collector.skipped{procpush.collector=net_dev,procpush.drop.reason=budget}",
            14.0)
        .containsEntry("procpush.source.absent{procpush.source=net/snmp6}", 1.0)
        .containsEntry("procpush.collection.overruns{}", 2.0)
        .containsEntry("procpush.namespace.count{netns.kind=container}", 3.0)
        .containsEntry("procpush.namespace.unreadable{error.type=EACCES}", 2.0)
        .containsEntry("procpush.container.count{container.runtime.name=docker}", 3.0)
        .containsEntry("procpush.container.count{container.runtime.name=unknown}", 1.0)
        .containsEntry("procpush.series.count{}", 48.0)
        .containsEntry("procpush.series.limit{}", 50_000.0)
        .containsEntry("procpush.process.cpu.time{cpu.mode=user}", 3.5)
        .containsEntry("procpush.process.cpu.time{cpu.mode=system}", 0.25)
        .containsEntry("procpush.process.memory.usage{}", 42_000_000.0)
        .containsEntry(
            "procpush.info{procpush.capabilities=CAP_SYS_ADMIN,service.version=1.2.3}", 1.0)
        .hasEntrySatisfying(
            "procpush.collection.cpu.time{}", seconds -> assertThat(seconds).isPositive());
  }

  @Test
  void saysNothingOfWhatWasNotInTheCycle() {
    cycle =
        () -> {
          monitor.collector("net_dev").add(1, 1);
          monitor.absent("net/snmp6");
          monitor.namespaces("pod", 1);
          monitor.series(1, 2);
          monitor.error("net_dev", "EIO");
        };
    collect();
    cycle = () -> {};
    process = null;
    assertThat(collect().keySet())
        .noneMatch(name -> name.startsWith("procpush.collector.d"))
        .noneMatch(name -> name.startsWith("procpush.source"))
        .noneMatch(name -> name.startsWith("procpush.namespace"))
        .noneMatch(name -> name.startsWith("procpush.series"))
        .noneMatch(name -> name.startsWith("procpush.process"))
        .contains("procpush.collector.errors{error.type=EIO,procpush.collector=net_dev}");
  }

  @Test
  void tellsWhatBecameOfTheDataPoints() {
    statistics.handedOver(1_000);
    statistics.delivered(30);
    statistics.handedOver(500);
    statistics.failed("UNAVAILABLE", 5, DropReason.EXPORT_FAILED);
    statistics.lost("timeout", 7, DropReason.EXPORT_FAILED);
    statistics.drop(2, DropReason.TOO_LARGE);
    String exporter = "otel.component.type=otlp_grpc_metric_exporter";
    String exported = "otel.sdk.exporter.metric_data_point.exported";
    assertThat(collect())
        .containsEntry(exported + "{" + exporter + "}", 30.0)
        .containsEntry(exported + "{error.type=UNAVAILABLE," + exporter + "}", 5.0)
        .containsEntry(exported + "{error.type=timeout," + exporter + "}", 7.0)
        .containsEntry("procpush.export.requests{}", 1.0)
        .containsEntry("procpush.export.requests{error.type=UNAVAILABLE}", 1.0)
        .doesNotContainKey("procpush.export.requests{error.type=timeout}")
        .containsEntry("procpush.export.io{}", 1_500.0)
        .containsEntry("procpush.data_point.dropped{procpush.drop.reason=export_failed}", 12.0)
        .containsEntry("procpush.data_point.dropped{procpush.drop.reason=too_large}", 2.0)
        .containsEntry("procpush.data_point.dropped{procpush.drop.reason=rejected}", 0.0)
        .containsEntry("procpush.data_point.dropped{procpush.drop.reason=shutdown}", 0.0);
  }

  @Test
  void makesNoSeriesWithoutEnd() {
    cycle =
        () -> {
          for (int i = 0; i < 5_000; i++) {
            monitor.error("net_dev", "error-" + i);
            statistics.failed("type-" + i, 1, DropReason.EXPORT_FAILED);
          }
        };
    Map<String, Double> values = collect();
    assertThat(values).hasSizeLessThan(400);
    assertThat(values)
        .containsKey("procpush.collector.errors{error.type=_OTHER,procpush.collector=_OTHER}")
        .containsKey("procpush.export.requests{error.type=_OTHER}");
  }

  @Test
  void describesEveryInstrument() {
    cycle = () -> monitor.series(1, 2);
    assertThat(reader.collectAllMetrics())
        .isNotEmpty()
        .allSatisfy(metric -> assertThat(metric.getDescription()).isNotBlank());
  }

  private Map<String, Double> collect() {
    Map<String, Double> values = new TreeMap<>();
    for (MetricData metric : reader.collectAllMetrics()) {
      for (PointData point : metric.getData().getPoints()) {
        values.put(metric.getName() + text(point.getAttributes()), value(point));
      }
    }
    return values;
  }

  private static String text(Attributes attributes) {
    return attributes.asMap().entrySet().stream()
        .map(entry -> entry.getKey().getKey() + "=" + entry.getValue())
        .sorted()
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static double value(PointData point) {
    return point instanceof LongPointData number
        ? number.getValue()
        : ((DoublePointData) point).getValue();
  }

  @Test
  void leavesOutWhatIsExcluded() {
    SelfMonitor some =
        new SelfMonitor(
            meter,
            statistics,
            new AgentFacts("1.2.3", null, "none"),
            () -> null,
            name -> !name.startsWith("procpush.series."));
    assertThat(some.instruments()).hasSize(2);

    some.begin();
    some.record();
  }
}
