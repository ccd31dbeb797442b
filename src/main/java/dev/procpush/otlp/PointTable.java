// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

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

/// Data points as a table: metric, value, unit, attributes.
final class PointTable {
  private static final int MAX_CELL = 200;

  private record Row(String metric, String value, String unit, String attributes) {}

  private final List<Row> rows = new ArrayList<>();

  PointTable(Collection<MetricData> metrics) {
    for (MetricData metric : metrics) {
      String name = cell(metric.getName());
      String unit = cell(metric.getUnit());
      for (PointData point : metric.getData().getPoints()) {
        rows.add(new Row(name, value(point), unit, attributes(point.getAttributes())));
      }
    }
    rows.sort(Comparator.comparing(Row::metric).thenComparing(Row::attributes));
    rows.addFirst(new Row("METRIC", "VALUE", "UNIT", "ATTRIBUTES"));
  }

  /// Prints it line by line: as a whole it may be more than fits into memory.
  void print(PrintStream target) {
    int metric = rows.stream().mapToInt(row -> row.metric().length()).max().orElse(0);
    int value = rows.stream().mapToInt(row -> row.value().length()).max().orElse(0);
    int unit = rows.stream().mapToInt(row -> row.unit().length()).max().orElse(0);
    StringBuilder line = new StringBuilder();
    for (Row row : rows) {
      line.setLength(0);
      line.append(row.metric()).repeat(' ', metric - row.metric().length() + 2);
      line.repeat(' ', value - row.value().length()).append(row.value()).append("  ");
      line.append(row.unit()).repeat(' ', unit - row.unit().length() + 2);
      line.append(row.attributes());
      target.print(line.toString().stripTrailing() + '\n');
    }
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
