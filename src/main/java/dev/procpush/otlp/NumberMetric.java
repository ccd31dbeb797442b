// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import static dev.procpush.otlp.ProtobufOutput.FIXED64;
import static dev.procpush.otlp.ProtobufOutput.FIXED64_FIELD;
import static dev.procpush.otlp.ProtobufOutput.LENGTH_DELIMITED;
import static dev.procpush.otlp.ProtobufOutput.field;
import static dev.procpush.otlp.ProtobufOutput.tag;

import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.metrics.data.SumData;
import java.io.IOException;
import java.util.Collection;
import java.util.List;

/// A metric whose points are single numbers, sum or gauge, and how OTLP encodes it
/// (opentelemetry/proto/metrics/v1/metrics.proto): `Metric` has the `Gauge` or `Sum`, which has the
/// points.
final class NumberMetric {
  private static final int GAUGE = tag(5, LENGTH_DELIMITED);
  private static final int SUM = tag(7, LENGTH_DELIMITED);

  private static final int DATA_POINTS = tag(1, LENGTH_DELIMITED);
  private static final byte TEMPORALITY = 2 << 3;
  private static final byte IS_MONOTONIC = 3 << 3;
  private static final byte[] NONE = {};
  private static final int DELTA = 1;
  private static final int CUMULATIVE = 2;

  private static final int START_TIME = tag(2, FIXED64);
  private static final int TIME = tag(3, FIXED64);
  private static final int AS_DOUBLE = tag(4, FIXED64);
  private static final int AS_INT = tag(6, FIXED64);

  private final MetricDataType type;
  private final byte[] head;
  private final byte[] tail;
  private final List<? extends PointData> points;
  private final byte[][] attributes;

  /// @param metric one that [#is] such
  NumberMetric(MetricData metric, MetricHeads heads) {
    type = metric.getType();
    head = heads.of(metric);
    tail = tail(metric);
    points = points(metric);
    attributes = new byte[points.size()][];
  }

  /// Whether the metric's points are single numbers without exemplars.
  static boolean is(MetricData metric) {
    return switch (metric.getType()) {
      case LONG_GAUGE, DOUBLE_GAUGE, LONG_SUM, DOUBLE_SUM -> !haveExemplars(points(metric));
      case HISTOGRAM, EXPONENTIAL_HISTOGRAM, SUMMARY -> false;
    };
  }

  int size() {
    return points.size();
  }

  /// How many bytes a point has as a field of the metric's data.
  ///
  /// @param encoded remembers attributes from one export to the next
  long pointLength(int index, EncodedAttributes encoded) {
    PointData point = points.get(index);
    byte[] own = encoded.of(point.getAttributes());
    attributes[index] = own;
    return field(length(point, own));
  }

  /// How many bytes the metric has as a field, when its points have so many together.
  long length(long pointsLength) {
    return field(messageLength(pointsLength));
  }

  /// Writes the metric with the points from one to before another, as a field with that tag.
  ///
  /// @param pointsLength how many bytes these points have together
  void write(ProtobufOutput out, int tag, int from, int to, long pointsLength) throws IOException {
    out.varint(tag, messageLength(pointsLength));
    out.raw(head);
    out.varint(isSum() ? SUM : GAUGE, pointsLength + tail.length);
    boolean whole = type == MetricDataType.LONG_SUM || type == MetricDataType.LONG_GAUGE;
    for (int i = from; i < to; i++) {
      PointData point = points.get(i);
      byte[] own = attributes[i];
      out.varint(DATA_POINTS, length(point, own));
      if (point.getStartEpochNanos() != 0) {
        out.fixed64(START_TIME, point.getStartEpochNanos());
      }
      if (point.getEpochNanos() != 0) {
        out.fixed64(TIME, point.getEpochNanos());
      }
      if (whole) {
        out.fixed64(AS_INT, ((LongPointData) point).getValue());
      } else {
        out.fixed64(AS_DOUBLE, Double.doubleToRawLongBits(((DoublePointData) point).getValue()));
      }
      out.raw(own);
    }
    out.raw(tail);
  }

  private long messageLength(long pointsLength) {
    return head.length + field(pointsLength + tail.length);
  }

  private static int length(PointData point, byte[] attributes) {
    return (point.getStartEpochNanos() == 0 ? 0 : FIXED64_FIELD)
        + (point.getEpochNanos() == 0 ? 0 : FIXED64_FIELD)
        + FIXED64_FIELD
        + attributes.length;
  }

  private boolean isSum() {
    return type == MetricDataType.LONG_SUM || type == MetricDataType.DOUBLE_SUM;
  }

  private static boolean haveExemplars(List<? extends PointData> points) {
    for (int i = 0; i < points.size(); i++) {
      if (!points.get(i).getExemplars().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /// The points as a list; the SDK gives lists.
  private static List<? extends PointData> points(MetricData metric) {
    Collection<? extends PointData> points = metric.getData().getPoints();
    return points instanceof List ? (List<? extends PointData>) points : List.copyOf(points);
  }

  /// What a sum says of itself behind its points.
  private static byte[] tail(MetricData metric) {
    if (!(metric.getData() instanceof SumData<?> sum)) {
      return NONE;
    }
    boolean delta = sum.getAggregationTemporality() == AggregationTemporality.DELTA;
    byte temporality = (byte) (delta ? DELTA : CUMULATIVE);
    return sum.isMonotonic()
        ? new byte[] {TEMPORALITY, temporality, IS_MONOTONIC, 1}
        : new byte[] {TEMPORALITY, temporality};
  }
}
