// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.DelegatingMetricData;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.HistogramData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.metrics.data.SummaryData;
import io.opentelemetry.sdk.metrics.data.SummaryPointData;
import java.util.List;

/// A metric with only some of its data points: the same point objects, so that nothing is copied
/// and an SDK that uses them again may do so.
final class MetricSlice extends DelegatingMetricData {
  private final Data<?> data;

  /// @param metric the whole metric
  /// @param points the points to show of it, of the metric's own type
  MetricSlice(MetricData metric, List<? extends PointData> points) {
    super(metric);
    this.data = data(metric, points);
  }

  @Override
  public Data<?> getData() {
    return data;
  }

  @SuppressWarnings("unchecked") // the points are the metric's, so they are of its type
  private static Data<?> data(MetricData metric, List<? extends PointData> points) {
    return switch (metric.getType()) {
      case LONG_GAUGE -> GaugeData.createLongGaugeData((List<LongPointData>) points);
      case DOUBLE_GAUGE -> GaugeData.createDoubleGaugeData((List<DoublePointData>) points);
      case LONG_SUM -> {
        SumData<LongPointData> sum = metric.getLongSumData();
        yield SumData.createLongSumData(
            sum.isMonotonic(), sum.getAggregationTemporality(), (List<LongPointData>) points);
      }
      case DOUBLE_SUM -> {
        SumData<DoublePointData> sum = metric.getDoubleSumData();
        yield SumData.createDoubleSumData(
            sum.isMonotonic(), sum.getAggregationTemporality(), (List<DoublePointData>) points);
      }
      case SUMMARY -> SummaryData.create((List<SummaryPointData>) points);
      case HISTOGRAM ->
          HistogramData.create(
              metric.getHistogramData().getAggregationTemporality(),
              (List<HistogramPointData>) points);
      case EXPONENTIAL_HISTOGRAM ->
          ExponentialHistogramData.create(
              metric.getExponentialHistogramData().getAggregationTemporality(),
              (List<ExponentialHistogramPointData>) points);
    };
  }
}
