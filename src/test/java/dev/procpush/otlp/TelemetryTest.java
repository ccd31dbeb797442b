// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.procpush.otlp.OtlpReceiver.Answer;
import dev.procpush.selfmonitor.ExportStatistics.DropReason;
import io.grpc.Status;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// From an instrument to a real gRPC server.
final class TelemetryTest {
  private OtlpReceiver receiver = new OtlpReceiver();
  private CapturedLog log = new CapturedLog();

  /// One data point was not taken.
  private static final byte[] REJECTION =
      ExportMetricsServiceResponse.newBuilder()
          .setPartialSuccess(
              ExportMetricsPartialSuccess.newBuilder()
                  .setRejectedDataPoints(1)
                  .setErrorMessage("out of order"))
          .build()
          .toByteArray();

  @BeforeEach
  void open() {
    receiver.answer(Answer.ACCEPT);
  }

  @AfterEach
  void close() {
    log.close();
    receiver.close();
  }

  @Test
  void pushesAtStartAndNotAnIntervalLater() {
    try (ToyAgent agent = new ToyAgent(ToyAgent.environment(receiver.endpoint()))) {
      agent.telemetry.start();
      Waiting.until(() -> !receiver.raw().isEmpty(), Duration.ofSeconds(3));
      assertThat(names(receiver.parsed())).contains(ToyAgent.COUNTER, "procpush.info");
      assertThat(agent.telemetry.interval()).isEqualTo(Duration.ofSeconds(10));
    }
  }

  @Test
  void saysWhoItIs() {
    try (ToyAgent agent = new ToyAgent(ToyAgent.environment(receiver.endpoint()))) {
      agent.telemetry.start();
      receiver.await(all -> !all.isEmpty());
    }
    assertThat(resource(receiver.parsed().getFirst()))
        .containsEntry("service.name", "procpush")
        .containsEntry("service.instance.id", "toyhost")
        .containsEntry("service.version", "1.2.3")
        .containsEntry("host.name", "toyhost")
        .containsEntry("host.id", "0123456789abcdef")
        .containsEntry("os.type", "linux")
        .containsKey("host.arch");
    assertThat(log.lines()).noneMatch(line -> line.contains("WARN"));
  }

  @Test
  void sendsALastTimeWhenItEnds() {
    try (ToyAgent agent = new ToyAgent(ToyAgent.environment(receiver.endpoint()))) {
      agent.telemetry.start();
      receiver.await(all -> !all.isEmpty());
    }
    assertThat(readings(receiver.parsed())).containsExactly(1L, 2L);
  }

  @Test
  void tellsOfTheReaderButNotOfTheSdksExporter() {
    try (ToyAgent agent =
        new ToyAgent(
            ToyAgent.environment(receiver.endpoint(), "OTEL_METRIC_EXPORT_INTERVAL", "200"))) {
      agent.telemetry.start();
      receiver.await(all -> all.size() > 2);
    }
    assertThat(names(receiver.parsed()))
        .contains("otel.sdk.metric_reader.collection.duration")
        .contains("otel.sdk.exporter.metric_data_point.exported")
        .noneMatch(name -> name.startsWith("otlp.exporter"))
        .doesNotContain("otel.sdk.exporter.operation.duration");
  }

  @Test
  void endsInTimeWhileTheCollectorHangs() {
    receiver.answer(Answer.HANG);
    ToyAgent agent =
        new ToyAgent(
            ToyAgent.environment(receiver.endpoint(), "OTEL_METRIC_EXPORT_INTERVAL", "60000"));
    agent.telemetry.start();
    receiver.await(all -> !all.isEmpty());
    long start = System.nanoTime();
    agent.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    assertThat(agent.statistics.droppedPoints()).isPositive();
  }

  @Test
  void showsATableOnTheConsoleBesideWhatItSends() {
    ToyAgent agent =
        new ToyAgent(
            ToyAgent.environment(receiver.endpoint(), "OTEL_METRICS_EXPORTER", "otlp,console"));
    try (agent) {
      agent.telemetry.start();
      receiver.await(all -> !all.isEmpty());
    }
    assertThat(agent.console.toString(StandardCharsets.UTF_8))
        .contains("METRIC", "toy.readings", "toy.series=series-0");
  }

  @Test
  void tellsAfterEachCycle() {
    AtomicInteger cycles = new AtomicInteger();
    try (ToyAgent agent =
        new ToyAgent(
            ToyAgent.environment(receiver.endpoint(), "OTEL_METRIC_EXPORT_INTERVAL", "200"))) {
      agent.telemetry.start(cycles::incrementAndGet);
      Waiting.until(() -> cycles.get() > 2);
    }
  }

  @Test
  void saysOnceThatTheCollectorRefuses() {
    try (ToyAgent agent =
        new ToyAgent(
            ToyAgent.environment(receiver.endpoint(), "OTEL_METRIC_EXPORT_INTERVAL", "2000"))) {
      agent.telemetry.start();
      Waiting.until(() -> agent.statistics.deliveredRequests() > 0);
      receiver.answer(Answer.refuse(Status.UNAUTHENTICATED.withDescription("no \u001b[31mtoken")));
      Waiting.until(() -> agent.statistics.dropped(DropReason.REJECTED) > 0);
      long exports = agent.statistics.exports();
      Waiting.until(() -> agent.statistics.exports() > exports);
      receiver.answer(Answer.ACCEPT);
    }
    assertThat(log.lines())
        .filteredOn(line -> line.contains("WARN") && line.contains("refuses"))
        .singleElement()
        .asString()
        .contains("UNAUTHENTICATED", "\\u001b", "OTEL_EXPORTER_OTLP_HEADERS");
    assertThat(log.lines().getLast()).contains("INFO", "takes the metrics again after");
    assertThat(log.lines()).noneMatch(line -> line.contains("GrpcExporter"));
  }

  @Test
  void countsWhatTheCollectorRejectsOverGrpc() {
    receiver.answer(Answer.say(REJECTION));
    try (ToyAgent agent = new ToyAgent(ToyAgent.environment(receiver.endpoint()))) {
      agent.telemetry.start();
      Waiting.until(() -> agent.statistics.dropped(DropReason.REJECTED) > 0);
    }
    assertThat(log.lines()).anyMatch(line -> line.contains("it rejected 1: out of order"));
  }

  @Test
  void countsWhatTheCollectorRejectsOverHttp() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/metrics",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, REJECTION.length);
            exchange.getResponseBody().write(REJECTION);
          }
        });
    server.start();
    String endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
    Map<String, String> environment =
        ToyAgent.environment(endpoint, "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
    try (ToyAgent agent = new ToyAgent(environment)) {
      agent.telemetry.start();
      Waiting.until(() -> agent.statistics.dropped(DropReason.REJECTED) > 0);
      assertThat(agent.statistics.deliveredPoints()).isPositive();
    } finally {
      server.stop(0);
    }
    assertThat(log.lines()).anyMatch(line -> line.contains("it rejected 1: out of order"));
  }

  static List<String> names(List<ExportMetricsServiceRequest> requests) {
    return metrics(requests).stream().map(Metric::getName).distinct().toList();
  }

  static List<Metric> metrics(List<ExportMetricsServiceRequest> requests) {
    return requests.stream()
        .flatMap(request -> request.getResourceMetricsList().stream())
        .flatMap(resource -> resource.getScopeMetricsList().stream())
        .flatMap(scope -> scope.getMetricsList().stream())
        .toList();
  }

  private static List<Long> readings(List<ExportMetricsServiceRequest> requests) {
    return metrics(requests).stream()
        .filter(metric -> metric.getName().equals(ToyAgent.COUNTER))
        .map(metric -> metric.getSum().getDataPoints(0).getAsInt())
        .toList();
  }

  private static Map<String, String> resource(ExportMetricsServiceRequest request) {
    Map<String, String> attributes = new TreeMap<>();
    for (KeyValue pair : request.getResourceMetrics(0).getResource().getAttributesList()) {
      attributes.put(pair.getKey(), pair.getValue().getStringValue());
    }
    return attributes;
  }
}
