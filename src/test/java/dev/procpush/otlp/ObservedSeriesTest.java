// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.exporter.internal.otlp.metrics.MetricsRequestMarshaler;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.time.TestClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Series as the SDK keeps and collects them, beside the SDK's own: sums and gauges of whole
/// numbers and of fractions, each with the same attributes.
final class ObservedSeriesTest {
  private static final AttributeKey<String> NAME = AttributeKey.stringKey("name");
  private static final Attributes A = Attributes.of(NAME, "a");
  private static final Attributes B = Attributes.of(NAME, "b");

  private final TestClock clock = TestClock.create();
  private final OnDemandReader reader = new OnDemandReader();
  private final InMemoryMetricReader sdks = InMemoryMetricReader.create();
  private final SdkMeterProvider provider =
      SdkMeterProvider.builder()
          .setClock(clock)
          .registerMetricReader(reader)
          .registerMetricReader(sdks)
          .build();
  private final List<Attributes> present = new ArrayList<>(List.of(A, B, Attributes.empty()));
  private final MetricHeads heads = new MetricHeads();
  private long value;

  @BeforeEach
  void observe() {
    Meter meter = provider.get("test");
    meter.counterBuilder("sum").buildWithCallback(it -> present.forEach(a -> it.record(value, a)));
    meter
        .upDownCounterBuilder("sum.of.fractions")
        .ofDoubles()
        .buildWithCallback(it -> present.forEach(a -> it.record(value / 3.0, a)));
    meter
        .gaugeBuilder("gauge")
        .ofLongs()
        .buildWithCallback(it -> present.forEach(a -> it.record(value, a)));
    meter
        .gaugeBuilder("gauge.of.fractions")
        .buildWithCallback(it -> present.forEach(a -> it.record(value / 7.0, a)));
  }

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void sayWhatTheSdksOwnSay() throws IOException {
    for (long next : new long[] {0, 1, 42, Long.MAX_VALUE, 0}) {
      value = next;
      clock.advance(Duration.ofSeconds(10));
      List<Metric> expected = encodedByTheSdk(byName(sdks.collectAllMetrics()));
      List<MetricData> collected = byName(reader.collect());
      assertThat(encoded(collected)).hasSize(4).isEqualTo(expected);
      assertThat(encodedByTheSdk(collected)).isEqualTo(expected);
    }
  }

  @Test
  void areTheSamePointsInEachCollection() {
    List<ObservedSeries<?>> first = series(byName(reader.collect()));
    List<Long> starts = first.stream().map(PointData::getStartEpochNanos).toList();
    clock.advance(Duration.ofSeconds(10));

    List<ObservedSeries<?>> second = series(byName(reader.collect()));

    assertThat(second).hasSize(12).usingElementComparator(identity()).isEqualTo(first);
    assertThat(second).map(PointData::getStartEpochNanos).isEqualTo(starts);
    assertThat(second).map(PointData::getEpochNanos).containsOnly(clock.now());
  }

  @Test
  void shareTheBytesOfTheirAttributesAndKeepThem() {
    EncodedAttributes attributes = new EncodedAttributes();
    List<MetricData> first = byName(reader.collect());
    first.forEach(metric -> NumberMetric.of(metric, heads, attributes));
    assertThat(attributes.count()).isEqualTo(2);
    byte[] bytes = attributes.of(A);
    assertThat(bytesOf(A, first)).hasSize(4).allMatch(it -> it == bytes);

    EncodedAttributes nothingNew = new EncodedAttributes();
    List<MetricData> second = byName(reader.collect());
    second.forEach(metric -> NumberMetric.of(metric, heads, nothingNew));

    assertThat(nothingNew.count()).isZero();
    assertThat(bytesOf(A, second)).hasSize(4).allMatch(it -> it == bytes);
  }

  @Test
  void beginAnewWithNewBytesWhenTheyWereGone() {
    encode(byName(reader.collect()));
    byte[] bytes = bytesOf(B, byName(reader.collect())).getFirst();
    long before = series(byName(reader.collect())).getFirst().getStartEpochNanos();

    present.remove(B);
    clock.advance(Duration.ofSeconds(10));
    assertThat(bytesOf(B, byName(reader.collect()))).isEmpty();

    present.add(B);
    clock.advance(Duration.ofSeconds(10));
    List<MetricData> again = byName(reader.collect());
    encode(again);
    assertThat(bytesOf(B, again)).hasSize(4).allMatch(it -> it != bytes);
    assertThat(series(again))
        .filteredOn(it -> it.getAttributes().equals(B))
        .allMatch(it -> it.getStartEpochNanos() > before);
  }

  private void encode(List<MetricData> metrics) {
    new RequestPacker(metrics, Integer.MAX_VALUE, heads).close();
  }

  private static List<byte[]> bytesOf(Attributes attributes, List<MetricData> metrics) {
    return series(metrics).stream()
        .filter(it -> it.getAttributes().equals(attributes))
        .map(ObservedSeries::encodedAttributes)
        .toList();
  }

  private static List<ObservedSeries<?>> series(List<MetricData> metrics) {
    List<ObservedSeries<?>> series = new ArrayList<>();
    for (MetricData metric : metrics) {
      metric.getData().getPoints().forEach(point -> series.add((ObservedSeries<?>) point));
    }
    return series;
  }

  private static Comparator<Object> identity() {
    return (one, other) -> one == other ? 0 : 1;
  }

  private List<Metric> encoded(List<MetricData> metrics) throws IOException {
    RequestPacker packer = new RequestPacker(metrics, Integer.MAX_VALUE, heads);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Objects.requireNonNull(packer.next()).writeMessage(bytes);
    assertThat(packer.next()).isNull();
    return parsed(bytes);
  }

  private static List<Metric> encodedByTheSdk(List<MetricData> metrics) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    MetricsRequestMarshaler.create(metrics).writeBinaryTo(bytes);
    return parsed(bytes);
  }

  private static List<Metric> parsed(ByteArrayOutputStream bytes) throws IOException {
    return ExportMetricsServiceRequest.parseFrom(bytes.toByteArray())
        .getResourceMetrics(0)
        .getScopeMetrics(0)
        .getMetricsList();
  }

  private static List<MetricData> byName(Collection<MetricData> metrics) {
    return metrics.stream().sorted(Comparator.comparing(MetricData::getName)).toList();
  }
}
