// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.PointData;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// Points as lines of text: `name{unit,kind} {attribute=value, …} value`.
public final class PointLines {
  private PointLines() {}

  /// All points of these metrics, sorted.
  public static List<String> of(Collection<MetricData> metrics) {
    return metrics.stream().flatMap(metric -> of(metric).stream()).sorted().toList();
  }

  /// All points of a metric.
  public static List<String> of(MetricData metric) {
    String head = "%s{%s,%s} ".formatted(metric.getName(), metric.getUnit(), kind(metric));
    return metric.getData().getPoints().stream()
        .map(point -> head + text(point.getAttributes()) + " " + value(point))
        .toList();
  }

  /// `counter`, `updowncounter` or `gauge`.
  public static String kind(MetricData metric) {
    MetricDataType type = metric.getType();
    if (type == MetricDataType.LONG_GAUGE || type == MetricDataType.DOUBLE_GAUGE) {
      return "gauge";
    }
    boolean monotonic =
        type == MetricDataType.LONG_SUM
            ? metric.getLongSumData().isMonotonic()
            : metric.getDoubleSumData().isMonotonic();
    return monotonic ? "counter" : "updowncounter";
  }

  /// The attributes, sorted by key.
  public static String text(Attributes attributes) {
    return attributes.asMap().entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().getKey()))
        .map(entry -> entry.getKey().getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /// The value.
  public static String value(PointData point) {
    return switch (point) {
      case LongPointData whole -> Long.toString(whole.getValue());
      case DoublePointData fraction -> Double.toString(fraction.getValue());
      default -> throw new AssertionError("neither long nor double: " + point);
    };
  }
}
