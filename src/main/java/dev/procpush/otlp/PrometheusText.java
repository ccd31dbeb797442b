// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import dev.procpush.text.TextEscapes;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.resources.Resource;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Series in Prometheus's text format, as they will be there once a Collector with the settings of
/// `otel-collector.yaml` has written them: few labels on each series, the rest on `target_info`.
final class PrometheusText {
  private static final Set<String> IDENTIFYING =
      Set.of("service.name", "service.namespace", "service.instance.id");

  private final PrintStream target;

  PrometheusText(PrintStream target) {
    this.target = target;
  }

  void print(Collection<MetricData> metrics) {
    Set<Resource> resources = new LinkedHashSet<>();
    for (MetricData metric : metrics) {
      resources.add(metric.getResource());
      print(metric);
    }
    if (!resources.isEmpty()) {
      head("target_info", "gauge", "Who the agent is");
      resources.forEach(this::targetInfo);
    }
  }

  private void print(MetricData metric) {
    if (metric.isEmpty()) {
      return;
    }
    String name = PrometheusName.of(metric);
    Map<String, String> identity = identity(metric.getResource());
    head(name, type(metric), metric.getDescription());
    for (PointData point : metric.getData().getPoints()) {
      Map<String, String> labels = labels(point.getAttributes(), Set.of());
      labels.putAll(identity);
      switch (point) {
        case LongPointData number -> series(name, labels, number.getValue());
        case DoublePointData number -> series(name, labels, number.getValue());
        case HistogramPointData histogram -> histogram(name, labels, histogram);
        default -> {} // the agent has no other kind
      }
    }
  }

  private void histogram(String name, Map<String, String> labels, HistogramPointData point) {
    long count = 0;
    for (int i = 0; i < point.getBoundaries().size(); i++) {
      count += point.getCounts().get(i);
      bucket(name, labels, AttributeText.number(point.getBoundaries().get(i)), count);
    }
    bucket(name, labels, "+Inf", point.getCount());
    series(name + "_sum", labels, point.getSum());
    series(name + "_count", labels, point.getCount());
  }

  private void bucket(String name, Map<String, String> labels, String bound, long count) {
    Map<String, String> bounded = new TreeMap<>(labels);
    bounded.put("le", bound);
    series(name + "_bucket", bounded, count);
  }

  private static String type(MetricData metric) {
    return switch (metric.getType()) {
      case LONG_SUM -> metric.getLongSumData().isMonotonic() ? "counter" : "gauge";
      case DOUBLE_SUM -> metric.getDoubleSumData().isMonotonic() ? "counter" : "gauge";
      case HISTOGRAM, EXPONENTIAL_HISTOGRAM -> "histogram";
      case SUMMARY -> "summary";
      case LONG_GAUGE, DOUBLE_GAUGE -> "gauge";
    };
  }

  private void targetInfo(Resource resource) {
    Map<String, String> labels = labels(resource.getAttributes(), IDENTIFYING);
    labels.putAll(identity(resource));
    series("target_info", labels, 1);
  }

  /// The labels `job` and `instance`, where the resource says what they are.
  private static Map<String, String> identity(Resource resource) {
    Map<String, String> identity = new TreeMap<>();
    String service = resource.getAttribute(AgentResource.SERVICE_NAME);
    String namespace = resource.getAttribute(AgentResource.SERVICE_NAMESPACE);
    String instance = resource.getAttribute(AgentResource.SERVICE_INSTANCE_ID);
    if (service != null && !service.isEmpty()) {
      identity.put("job", namespace == null ? service : namespace + "/" + service);
    }
    if (instance != null && !instance.isEmpty()) {
      identity.put("instance", instance);
    }
    return identity;
  }

  /// Attributes that become the same label are joined.
  private static Map<String, String> labels(Attributes attributes, Set<String> without) {
    Map<String, String> byAttribute = new TreeMap<>();
    attributes.forEach(
        (key, value) -> {
          String label = AttributeText.of(value);
          if (!label.isEmpty() && !without.contains(key.getKey())) {
            byAttribute.put(key.getKey(), label);
          }
        });
    Map<String, String> labels = new TreeMap<>();
    byAttribute.forEach(
        (attribute, value) ->
            labels.merge(
                PrometheusName.ofLabel(attribute),
                value,
                (one, other) -> one.equals(other) ? one : one + ";" + other));
    return labels;
  }

  private void head(String name, String type, String help) {
    target.print("# HELP " + name + ' ' + escape(help) + '\n');
    target.print("# TYPE " + name + ' ' + type + '\n');
  }

  private void series(String name, Map<String, String> labels, double value) {
    line(name, labels, AttributeText.number(value));
  }

  private void series(String name, Map<String, String> labels, long value) {
    line(name, labels, Long.toString(value));
  }

  private void line(String name, Map<String, String> labels, String value) {
    StringBuilder line = new StringBuilder(name);
    if (!labels.isEmpty()) {
      line.append(
          labels.entrySet().stream()
              .map(label -> label.getKey() + "=\"" + escapeLabel(label.getValue()) + "\"")
              .collect(Collectors.joining(",", "{", "}")));
    }
    target.print(line.append(' ').append(value).append('\n'));
  }

  private static String escapeLabel(String value) {
    return escape(value).replace("\"", "\\\"");
  }

  /// The format's own escapes. What [TextEscapes] escapes is the name of a character to Prometheus.
  private static String escape(String value) {
    return Arrays.stream(value.split("\n", -1))
        .map(line -> TextEscapes.escape(line).replace("\\", "\\\\"))
        .collect(Collectors.joining("\\n"));
  }
}
