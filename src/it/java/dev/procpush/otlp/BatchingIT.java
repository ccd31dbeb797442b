// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.selfmonitor.ExportStatistics;
import dev.procpush.selfmonitor.ExportStatistics.DropReason;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.resources.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Requests as a real gRPC server gets them: never above the limit, and as long as they were
/// computed to be.
final class BatchingIT {
  private static final int SHAPES = 10_000;

  private final OtlpReceiver receiver = new OtlpReceiver();
  private final OtlpSenders senders = new OtlpSenders();
  private final MetricExporter sdks = built();
  private final ExportStatistics statistics = new ExportStatistics();
  private final CapturedLog log = new CapturedLog();

  @BeforeEach
  void open() {
    assertThat(receiver.raw()).isEmpty();
  }

  @AfterEach
  void close() {
    log.close();
    sdks.close();
    receiver.close();
  }

  @Test
  void keepsEveryShapeBelowTheLimit() {
    RandomMetrics shapes = new RandomMetrics(20261121);
    for (int i = 0; i < SHAPES; i++) {
      List<MetricData> metrics = shapes.next();
      long limit = 200L + shapes.size(20_000);
      check(metrics, limit, "shape " + i);
    }
    assertThat(statistics.dropped(DropReason.TOO_LARGE)).isPositive();
    assertThat(statistics.deliveredRequests()).isGreaterThan(SHAPES / 2);
  }

  @Test
  void fillsRequestsAlmostToTheLimit() {
    List<MetricData> metrics = List.of(gauge("wide", 60_000, 150), gauge("wider", 5_000, 300));
    long limit = TelemetrySettings.DEFAULT_MAX_REQUEST_BYTES;
    check(metrics, limit, "large");
    List<byte[]> raw = receiver.raw();
    assertThat(raw).hasSizeGreaterThan(2);
    assertThat(raw.subList(0, raw.size() - 1))
        .allSatisfy(request -> assertThat((long) request.length).isBetween(limit - 1_000, limit));
  }

  @Test
  void dropsOnlyThePointThatIsTooLarge() {
    List<LongPointData> points = new ArrayList<>();
    for (int i = 1; i <= 9; i++) {
      points.add(point(i, i == 5 ? 5_000_000 : 20));
    }
    check(List.of(gauge("one.is.huge", points)), 100_000, "huge");
    assertThat(receiver.raw()).hasSize(1);
    assertThat(times(receiver.parsed())).hasSize(8).doesNotContain(5L);
    assertThat(statistics.dropped(DropReason.TOO_LARGE)).isEqualTo(1);
    assertThat(log.lines())
        .filteredOn(line -> line.contains("WARN"))
        .singleElement()
        .asString()
        .contains("100000 bytes", "dropped: 1");
  }

  @Test
  void isNotReceivedOnceItsExportHasEnded() {
    List<MetricData> metrics = List.of(gauge("late", 5_000, 150));
    RequestPacker packer = new RequestPacker(metrics, Integer.MAX_VALUE, new MetricHeads());
    ExportRequest request = Objects.requireNonNull(packer.next());
    packer.close();

    CompletableResultCode result = senders.last().send(request).join(60, TimeUnit.SECONDS);

    assertThat(result.isDone()).isTrue();
    assertThat(result.isSuccess()).isFalse();
    assertThat(receiver.raw()).isEmpty();
    check(metrics, Integer.MAX_VALUE, "in time");
  }

  private void check(Collection<MetricData> metrics, long limit, String shape) {
    receiver.raw().clear();
    long tooLargeBefore = statistics.dropped(DropReason.TOO_LARGE);
    SplittingExporter exporter = exporter(limit);

    assertThat(exporter.export(metrics).isSuccess())
        .as(() -> shape + " " + statistics.failures())
        .isTrue();

    List<Long> lengths = lengths(metrics, limit);
    List<byte[]> raw = receiver.raw();
    assertThat(raw).as(shape).hasSameSizeAs(lengths);
    for (int i = 0; i < lengths.size(); i++) {
      int length = raw.get(i).length;
      assertThat((long) length).as(shape).isEqualTo(lengths.get(i));
      assertThat(lengths.get(i)).as(shape).isLessThanOrEqualTo(limit);
    }
    long tooLarge = statistics.dropped(DropReason.TOO_LARGE) - tooLargeBefore;
    long points = metrics.stream().mapToLong(m -> m.getData().getPoints().size()).sum();
    List<Long> received = times(receiver.parsed());
    assertThat(received.size() + tooLarge).as(shape).isEqualTo(points);
    Set<Long> distinct = new HashSet<>(received);
    assertThat(distinct).as(shape).hasSameSizeAs(received);
  }

  private static List<Long> lengths(Collection<MetricData> metrics, long limit) {
    RequestPacker packer = new RequestPacker(metrics, limit, new MetricHeads());
    List<Long> lengths = new ArrayList<>();
    ExportRequest request;
    while ((request = packer.next()) != null) {
      lengths.add(request.bytes());
    }
    return lengths;
  }

  private SplittingExporter exporter(long limit) {
    Duration interval = Duration.ofHours(1);
    return new SplittingExporter(
        sdks,
        senders.last(),
        limit,
        ExportBudget.of(interval, Duration.ofSeconds(10)),
        statistics,
        new CollectorLink(receiver.endpoint(), interval, System::nanoTime),
        System::nanoTime);
  }

  /// The exporter that the SDK builds from these settings.
  private MetricExporter built() {
    List<MetricExporter> built = new ArrayList<>();
    AutoConfiguredOpenTelemetrySdk.builder()
        .disableShutdownHook()
        .setComponentLoader(senders)
        .addPropertiesSupplier(
            () ->
                Map.of(
                    "otel.exporter.otlp.endpoint",
                    receiver.endpoint(),
                    "otel.exporter.otlp.timeout",
                    "120s",
                    "otel.traces.exporter",
                    "none",
                    "otel.logs.exporter",
                    "none"))
        .addMetricExporterCustomizer(
            (exporter, _) -> {
              built.add(exporter);
              return exporter;
            })
        .build();
    return built.getFirst();
  }

  private static List<Long> times(List<ExportMetricsServiceRequest> requests) {
    return TelemetryTest.metrics(requests).stream().flatMap(BatchingIT::times).toList();
  }

  private static Stream<Long> times(Metric metric) {
    return switch (metric.getDataCase()) {
      case GAUGE -> metric.getGauge().getDataPointsList().stream().map(p -> p.getTimeUnixNano());
      case SUM -> metric.getSum().getDataPointsList().stream().map(p -> p.getTimeUnixNano());
      case HISTOGRAM ->
          metric.getHistogram().getDataPointsList().stream().map(p -> p.getTimeUnixNano());
      case EXPONENTIAL_HISTOGRAM ->
          metric.getExponentialHistogram().getDataPointsList().stream()
              .map(p -> p.getTimeUnixNano());
      case SUMMARY ->
          metric.getSummary().getDataPointsList().stream().map(p -> p.getTimeUnixNano());
      case DATA_NOT_SET -> Stream.empty();
    };
  }

  private static MetricData gauge(String name, int count, int textLength) {
    List<LongPointData> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      points.add(point(name.length() * 1_000_000L + i, textLength));
    }
    return gauge(name, points);
  }

  private static MetricData gauge(String name, List<LongPointData> points) {
    return new RandomMetrics.Metric(
        Resource.getDefault(),
        InstrumentationScopeInfo.empty(),
        name,
        "of the test",
        "By",
        MetricDataType.LONG_GAUGE,
        GaugeData.createLongGaugeData(points));
  }

  private static LongPointData point(long time, int textLength) {
    Attributes attributes = Attributes.of(AttributeKey.stringKey("text"), "x".repeat(textLength));
    return LongPointData.create(0, time, attributes, 7);
  }
}
