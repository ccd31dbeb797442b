// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.internal.otlp.metrics.MetricsRequestMarshaler;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What is encoded here says what the SDK's own encoding of the same metrics says.
final class ExportRequestTest {
  private static final int SHAPES = 3_000;

  private final MetricHeads heads = new MetricHeads();

  @Test
  void saysWhatTheSdkWouldSay() throws IOException {
    RandomMetrics shapes = new RandomMetrics(7);
    for (int i = 0; i < SHAPES; i++) {
      List<MetricData> metrics = shapes.next();

      List<ExportRequest> requests = requests(metrics, Integer.MAX_VALUE);

      assertThat(requests).as("shape %d", i).hasSizeLessThanOrEqualTo(1);
      assertThat(said(requests))
          .as("shape %d", i)
          .containsExactlyInAnyOrderElementsOf(said(sdks(metrics)));
    }
  }

  @Test
  void saysTheSameAgain() throws IOException {
    List<MetricData> metrics = new RandomMetrics(11).next();
    for (ExportRequest request : requests(metrics, 500)) {
      assertThat(bytes(request)).isEqualTo(bytes(request)); // a retry writes it once more
    }
  }

  @Test
  void isNeverWholeWhenItsExportEndedBefore() throws IOException {
    Random random = new Random(13);
    for (int shape = 0; shape < 200; shape++) {
      List<MetricData> metrics = List.of(gauge(random), gauge(random));
      RequestPacker packer = new RequestPacker(metrics, Integer.MAX_VALUE, heads);
      ExportRequest request = Objects.requireNonNull(packer.next());
      Ending stream = new Ending(packer, request.bytes());
      if (stream.writes(request)) {
        assertThat(stream.endedAt).as("shape %d", shape).isEqualTo(request.bytes());
      }
      Ending again = new Ending(packer, request.bytes());
      assertThat(again.writes(request)).as("shape %d", shape).isFalse();
    }
  }

  /// A stream whose first bytes end the export, as a collection that did not wait would.
  private static final class Ending extends OutputStream {
    private final RequestPacker packer;
    private final long whole;
    private long written;
    private long endedAt;

    Ending(RequestPacker packer, long whole) {
      this.packer = packer;
      this.whole = whole;
    }

    /// Whether the request says that it was written; if not, something must be missing.
    boolean writes(ExportRequest request) {
      try {
        request.writeMessage(this);
        assertThat(written).isEqualTo(whole);
        return true;
      } catch (IOException _) {
        assertThat(written).isLessThan(whole);
        return false;
      }
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      packer.close();
      endedAt = endedAt == 0 ? length : endedAt;
      written += length;
    }
  }

  /// Points with attributes of nearly any length, some longer than any buffer.
  private static MetricData gauge(Random random) {
    List<LongPointData> points = new ArrayList<>();
    int count = 1 + random.nextInt(1 + random.nextInt(300));
    for (int i = 0; i < count; i++) {
      String text =
          "x".repeat(random.nextInt(1 + random.nextInt(random.nextBoolean() ? 9 : 20_000)));
      Attributes attributes = Attributes.of(AttributeKey.stringKey("k"), text);
      points.add(LongPointData.create(1, 2, attributes, i));
    }
    return RandomMetrics.gauge(points);
  }

  /// Metrics with their resource and scope; those without points say nothing.
  private static List<ResourceMetrics> said(List<ExportRequest> requests) throws IOException {
    List<ResourceMetrics> said = new ArrayList<>();
    for (ExportRequest request : requests) {
      byte[] bytes = bytes(request);
      assertThat(bytes).hasSize(request.getContentLength());
      said.addAll(said(ExportMetricsServiceRequest.parseFrom(bytes)));
    }
    return said;
  }

  private static List<ResourceMetrics> said(ExportMetricsServiceRequest request) {
    List<ResourceMetrics> said = new ArrayList<>();
    for (ResourceMetrics resource : request.getResourceMetricsList()) {
      for (ScopeMetrics scope : resource.getScopeMetricsList()) {
        for (Metric metric : scope.getMetricsList()) {
          if (hasPoints(metric)) {
            said.add(
                resource.toBuilder()
                    .clearScopeMetrics()
                    .addScopeMetrics(scope.toBuilder().clearMetrics().addMetrics(metric))
                    .build());
          }
        }
      }
    }
    return said;
  }

  private static boolean hasPoints(Metric metric) {
    return metric.getGauge().getDataPointsCount()
            + metric.getSum().getDataPointsCount()
            + metric.getHistogram().getDataPointsCount()
            + metric.getExponentialHistogram().getDataPointsCount()
            + metric.getSummary().getDataPointsCount()
        > 0;
  }

  private static ExportMetricsServiceRequest sdks(List<MetricData> metrics) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    MetricsRequestMarshaler.create(metrics).writeBinaryTo(bytes);
    return ExportMetricsServiceRequest.parseFrom(bytes.toByteArray());
  }

  private static byte[] bytes(ExportRequest request) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    request.writeMessage(bytes);
    return bytes.toByteArray();
  }

  private List<ExportRequest> requests(List<MetricData> metrics, long limit) {
    RequestPacker packer = new RequestPacker(metrics, limit, heads);
    List<ExportRequest> requests = new ArrayList<>();
    ExportRequest request;
    while ((request = packer.next()) != null) {
      requests.add(request);
    }
    return requests;
  }
}
