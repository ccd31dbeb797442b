// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/// Takes OTLP over HTTP and counts. The requests of one collection are told by the time of their
/// points, which is the same in all of them.
final class CountingReceiver implements AutoCloseable {

  /// What one collection sent.
  ///
  /// @param points how many points each metric has
  /// @param sums the sum of the numbers of each metric's points; with a reason, as in
  ///   `procpush.collector.skipped series_limit`, of those that have it
  record Cycle(NavigableMap<String, Long> points, NavigableMap<String, Long> sums) {

    /// How many points have a metric whose name begins so.
    long points(String prefix) {
      return points.tailMap(prefix).entrySet().stream()
          .takeWhile(entry -> entry.getKey().startsWith(prefix))
          .mapToLong(Map.Entry::getValue)
          .sum();
    }

    long sum(String name) {
      return sums.getOrDefault(name, 0L);
    }

    private synchronized void add(Metric metric, NumberDataPoint point) {
      points.merge(metric.getName(), 1L, Long::sum);
      sums.merge(metric.getName(), point.getAsInt(), Long::sum);
      for (KeyValue attribute : point.getAttributesList()) {
        if (attribute.getKey().endsWith(".reason")) {
          String name = metric.getName() + " " + attribute.getValue().getStringValue();
          sums.merge(name, point.getAsInt(), Long::sum);
        }
      }
    }
  }

  private final ConcurrentSkipListMap<Long, Cycle> cycles = new ConcurrentSkipListMap<>();
  private final HttpServer server;
  private final Consumer<ExportMetricsServiceRequest> also;

  CountingReceiver() throws IOException {
    this(_ -> {});
  }

  /// @param also takes each request as well
  CountingReceiver(Consumer<ExportMetricsServiceRequest> also) throws IOException {
    this.also = also;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/metrics", this::take);
    server.start();
  }

  /// For `OTEL_EXPORTER_OTLP_ENDPOINT`.
  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// What an agent that pushes here is started with.
  Map<String, String> settings(int intervalMillis) {
    return Map.of(
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        endpoint(),
        "OTEL_EXPORTER_OTLP_PROTOCOL",
        "http/protobuf",
        "OTEL_METRIC_EXPORT_INTERVAL",
        Integer.toString(intervalMillis));
  }

  /// All collections so far, in order. The last may not be complete.
  List<Cycle> cycles() {
    return List.copyOf(cycles.values());
  }

  /// How many collections began later.
  long cyclesSince(long epochNanos) {
    return cycles.tailMap(epochNanos, false).size();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request = ExportMetricsServiceRequest.parseFrom(exchange.getRequestBody());
      also.accept(request);
      for (var resource : request.getResourceMetricsList()) {
        for (var scope : resource.getScopeMetricsList()) {
          scope.getMetricsList().forEach(this::count);
        }
      }
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private void count(Metric metric) {
    List<NumberDataPoint> points =
        metric.hasSum()
            ? metric.getSum().getDataPointsList()
            : metric.getGauge().getDataPointsList();
    for (NumberDataPoint point : points) {
      cycles
          .computeIfAbsent(
              point.getTimeUnixNano(), _ -> new Cycle(new TreeMap<>(), new TreeMap<>()))
          .add(metric, point);
    }
  }
}
