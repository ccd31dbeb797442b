// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import static dev.procpush.otlp.EncodedSize.FIXED64;
import static dev.procpush.otlp.EncodedSize.SMALL;
import static dev.procpush.otlp.EncodedSize.TAG;
import static dev.procpush.otlp.EncodedSize.field;
import static dev.procpush.otlp.EncodedSize.optionalField;
import static dev.procpush.otlp.EncodedSize.optionalFixed64;
import static dev.procpush.otlp.EncodedSize.string;
import static dev.procpush.otlp.EncodedSize.varint;

import io.opentelemetry.sdk.metrics.data.ExemplarData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramBuckets;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.metrics.data.SummaryPointData;
import io.opentelemetry.sdk.metrics.data.ValueAtQuantile;
import java.util.List;

/// How many bytes protobuf needs for a metric's own fields and for each of its data points.
final class PointSize {
  private static final int SPAN_AND_TRACE_ID = TAG + 1 + 8 + TAG + 1 + 16;

  private final AttributesSizes attributes;

  /// @param attributes remembers the sizes of attribute sets
  PointSize(AttributesSizes attributes) {
    this.attributes = attributes;
  }

  /// Name, description and unit.
  static long metricHead(MetricData metric) {
    return string(metric.getName()) + string(metric.getDescription()) + string(metric.getUnit());
  }

  /// What stands beside the points in a metric's data: temporality, monotonicity.
  static int dataTail(MetricData metric) {
    return switch (metric.getType()) {
      case LONG_SUM -> SMALL + (metric.getLongSumData().isMonotonic() ? SMALL : 0);
      case DOUBLE_SUM -> SMALL + (metric.getDoubleSumData().isMonotonic() ? SMALL : 0);
      case HISTOGRAM, EXPONENTIAL_HISTOGRAM -> SMALL;
      case LONG_GAUGE, DOUBLE_GAUGE, SUMMARY -> 0;
    };
  }

  /// One data point, without the tag and length it gets as a field.
  long of(PointData point) {
    long common =
        optionalFixed64(point.getStartEpochNanos())
            + optionalFixed64(point.getEpochNanos())
            + attributes.of(point.getAttributes());
    return switch (point) {
      case HistogramPointData histogram -> common + histogram(histogram);
      case ExponentialHistogramPointData histogram -> common + exponential(histogram);
      case SummaryPointData summary -> common + summary(summary);
      default -> common + FIXED64 + exemplars(point.getExemplars());
    };
  }

  private static long histogram(HistogramPointData point) {
    return optionalFixed64(point.getCount())
        + FIXED64
        + (point.hasMin() ? FIXED64 : 0)
        + (point.hasMax() ? FIXED64 : 0)
        + optionalField(8L * point.getCounts().size())
        + optionalField(8L * point.getBoundaries().size())
        + exemplars(point.getExemplars());
  }

  private static long exponential(ExponentialHistogramPointData point) {
    return optionalFixed64(point.getCount())
        + FIXED64
        + (point.hasMin() ? FIXED64 : 0)
        + (point.hasMax() ? FIXED64 : 0)
        + zigzag(point.getScale())
        + optionalFixed64(point.getZeroCount())
        + field(buckets(point.getPositiveBuckets()))
        + field(buckets(point.getNegativeBuckets()))
        + exemplars(point.getExemplars());
  }

  private static long buckets(ExponentialHistogramBuckets buckets) {
    long counts = 0;
    for (long count : buckets.getBucketCounts()) {
      counts += varint(count);
    }
    return zigzag(buckets.getOffset()) + optionalField(counts);
  }

  private static int zigzag(int value) {
    return value == 0 ? 0 : TAG + varint(Integer.toUnsignedLong((value << 1) ^ (value >> 31)));
  }

  private static long summary(SummaryPointData point) {
    long bytes = (long) optionalFixed64(point.getCount()) + optionalDouble(point.getSum());
    for (ValueAtQuantile value : point.getValues()) {
      bytes += field(optionalDouble(value.getQuantile()) + optionalDouble(value.getValue()));
    }
    return bytes;
  }

  private static int optionalDouble(double value) {
    return value == 0 ? 0 : FIXED64;
  }

  private static long exemplars(List<? extends ExemplarData> exemplars) {
    long bytes = 0;
    for (ExemplarData exemplar : exemplars) {
      bytes +=
          field(
              optionalFixed64(exemplar.getEpochNanos())
                  + FIXED64
                  + (exemplar.getSpanContext().isValid() ? SPAN_AND_TRACE_ID : 0)
                  + EncodedSize.attributes(exemplar.getFilteredAttributes()));
    }
    return bytes;
  }
}
