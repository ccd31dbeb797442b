// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import dev.procpush.text.TextEscapes;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.metrics.data.SummaryPointData;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Data points as a table: metric, value, unit, attributes. No more than one metric's rows are in
/// memory at a time.
final class PointTable {
  private static final int MAX_CELL = 200;
  private static final Row HEAD = new Row("METRIC", "VALUE", "UNIT", "ATTRIBUTES");

  private record Row(String metric, String value, String unit, String attributes) {}

  private final List<MetricData> metrics;

  PointTable(Collection<MetricData> metrics) {
    this.metrics = new ArrayList<>(metrics);
    this.metrics.sort(Comparator.comparing(MetricData::getName));
  }

  void print(PrintStream target) {
    int metric = HEAD.metric().length();
    int value = HEAD.value().length();
    int unit = HEAD.unit().length();
    for (MetricData each : metrics) {
      metric = Math.max(metric, cell(each.getName()).length());
      unit = Math.max(unit, cell(each.getUnit()).length());
      for (PointData point : each.getData().getPoints()) {
        value = Math.max(value, value(point).length());
      }
    }
    print(HEAD, metric, value, unit, target);
    for (MetricData each : metrics) {
      for (Row row : rows(each)) {
        print(row, metric, value, unit, target);
      }
    }
  }

  private static void print(Row row, int metric, int value, int unit, PrintStream target) {
    StringBuilder line = new StringBuilder();
    line.append(row.metric()).repeat(' ', metric - row.metric().length() + 2);
    line.repeat(' ', value - row.value().length()).append(row.value()).append("  ");
    line.append(row.unit()).repeat(' ', unit - row.unit().length() + 2);
    line.append(row.attributes());
    target.print(line.toString().stripTrailing() + '\n');
  }

  private static List<Row> rows(MetricData metric) {
    String name = cell(metric.getName());
    String unit = cell(metric.getUnit());
    List<Row> rows = new ArrayList<>();
    for (PointData point : metric.getData().getPoints()) {
      rows.add(new Row(name, value(point), unit, attributes(point.getAttributes())));
    }
    rows.sort(Comparator.comparing(Row::attributes));
    return rows;
  }

  private static String value(PointData point) {
    return switch (point) {
      case LongPointData number -> Long.toString(number.getValue());
      case DoublePointData number -> Double.toString(number.getValue());
      case HistogramPointData histogram -> summed(histogram.getCount(), histogram.getSum());
      case ExponentialHistogramPointData histogram ->
          summed(histogram.getCount(), histogram.getSum());
      case SummaryPointData summary -> summed(summary.getCount(), summary.getSum());
      default -> "?";
    };
  }

  private static String summed(long count, double sum) {
    return "n=" + count + " sum=" + sum;
  }

  private static String attributes(Attributes attributes) {
    StringBuilder text = new StringBuilder();
    attributes.forEach(
        (key, value) ->
            text.append(text.isEmpty() ? "" : " ")
                .append(cell(key.getKey()))
                .append('=')
                .append(cell(AttributeText.of(value))));
    return text.toString();
  }

  private static String cell(String text) {
    return TextEscapes.escape(text, MAX_CELL);
  }
}
