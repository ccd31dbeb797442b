// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import static dev.procpush.otlp.ProtobufOutput.FIXED64;
import static dev.procpush.otlp.ProtobufOutput.LENGTH_DELIMITED;
import static dev.procpush.otlp.ProtobufOutput.field;
import static dev.procpush.otlp.ProtobufOutput.tag;

import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.SumData;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A metric whose points are single numbers, sum or gauge, and how OTLP encodes it
/// (opentelemetry/proto/metrics/v1/metrics.proto): `Metric` has the `Gauge` or `Sum`, which has the
/// points.
final class NumberMetric {
  private static final int GAUGE = tag(5, LENGTH_DELIMITED);
  private static final int SUM = tag(7, LENGTH_DELIMITED);
  private static final int AS_DOUBLE = tag(4, FIXED64);
  private static final int AS_INT = tag(6, FIXED64);

  private static final byte TEMPORALITY = 2 << 3;
  private static final byte IS_MONOTONIC = 3 << 3;
  private static final byte[] NONE = {};
  private static final int DELTA = 1;
  private static final int CUMULATIVE = 2;

  private final MetricDataType type;
  private final byte[] head;
  private final byte[] tail;
  private final Object[] points;
  private final long pointsLength;

  /// @param points each an [ObservedSeries]; an array of objects is what the SDK's list copies fast
  private NumberMetric(MetricData metric, byte[] head, Object[] points, long pointsLength) {
    this.type = metric.getType();
    this.head = head;
    this.tail = tail(metric);
    this.points = points;
    this.pointsLength = pointsLength;
  }

  /// @param heads keeps encoded names
  /// @param attributes encodes those of points that are new
  /// @return null where not all points are single numbers without exemplars
  static @Nullable NumberMetric of(
      MetricData metric, MetricHeads heads, EncodedAttributes attributes) {
    if (!isOfNumbers(metric.getType())) {
      return null;
    }
    Object[] points = metric.getData().getPoints().toArray();
    long length = 0;
    for (int i = 0; i < points.length; i++) {
      ObservedSeries<?> point = ObservedSeries.of(points[i]);
      if (point == null) {
        return null;
      }
      point.encode(attributes);
      points[i] = point;
      length += point.length();
    }
    return new NumberMetric(metric, heads.of(metric), points, length);
  }

  int size() {
    return points.length;
  }

  /// How many bytes all points have together.
  long pointsLength() {
    return pointsLength;
  }

  /// How many bytes a point has as a field of the metric's data.
  long pointLength(int index) {
    return point(index).length();
  }

  /// How many bytes the metric has as a field, when its points have so many together.
  long length(long itsPointsLength) {
    return field(messageLength(itsPointsLength));
  }

  /// Writes the metric with the points from one to before another, as a field with that tag.
  ///
  /// @param itsPointsLength how many bytes these points have together
  void write(ProtobufOutput out, int tag, int from, int to, long itsPointsLength)
      throws IOException {
    out.varint(tag, messageLength(itsPointsLength));
    out.raw(head);
    out.varint(isSum() ? SUM : GAUGE, itsPointsLength + tail.length);
    int valueTag = isWhole() ? AS_INT : AS_DOUBLE;
    for (int i = from; i < to; i++) {
      point(i).write(out, valueTag);
    }
    out.raw(tail);
  }

  private ObservedSeries<?> point(int index) {
    return (ObservedSeries<?>) points[index];
  }

  private long messageLength(long itsPointsLength) {
    return head.length + field(itsPointsLength + tail.length);
  }

  private static boolean isOfNumbers(MetricDataType type) {
    return switch (type) {
      case LONG_GAUGE, DOUBLE_GAUGE, LONG_SUM, DOUBLE_SUM -> true;
      case HISTOGRAM, EXPONENTIAL_HISTOGRAM, SUMMARY -> false;
    };
  }

  private boolean isSum() {
    return type == MetricDataType.LONG_SUM || type == MetricDataType.DOUBLE_SUM;
  }

  private boolean isWhole() {
    return type == MetricDataType.LONG_SUM || type == MetricDataType.LONG_GAUGE;
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
