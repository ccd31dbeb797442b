// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.exporter.internal.otlp.metrics.MetricsRequestMarshaler;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.sdk.metrics.data.MetricData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is encoded here says what the SDK's own encoding of the same metrics says.
final class ExportRequestTest {
  private static final int SHAPES = 3_000;

  private final EncodedAttributes attributes = new EncodedAttributes();
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
      attributes.endRound();
    }
  }

  @Test
  void saysTheSameAgain() throws IOException {
    List<MetricData> metrics = new RandomMetrics(11).next();
    for (ExportRequest request : requests(metrics, 500)) {
      assertThat(bytes(request)).isEqualTo(bytes(request)); // a retry writes it once more
    }
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
    RequestPacker packer = new RequestPacker(metrics, limit, attributes, heads);
    List<ExportRequest> requests = new ArrayList<>();
    ExportRequest request;
    while ((request = packer.next()) != null) {
      requests.add(request);
    }
    return requests;
  }
}
