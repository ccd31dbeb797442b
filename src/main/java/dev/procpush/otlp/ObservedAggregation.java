// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import dev.procpush.otlp.ObservedSeries.LastCollection;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.InstrumentValueType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.metrics.internal.aggregator.Aggregator;
import io.opentelemetry.sdk.metrics.internal.aggregator.AggregatorFactory;
import io.opentelemetry.sdk.metrics.internal.aggregator.AggregatorHandle;
import io.opentelemetry.sdk.metrics.internal.descriptor.InstrumentDescriptor;
import io.opentelemetry.sdk.metrics.internal.descriptor.MetricDescriptor;
import io.opentelemetry.sdk.metrics.internal.exemplar.ExemplarFilterInternal;
import io.opentelemetry.sdk.resources.Resource;
import java.util.Collection;

/// How the series of asynchronous instruments are kept: each in one object, [ObservedSeries], which
/// is its data point as well.
///
/// The SDK's own aggregations keep an adder for concurrent additions and a reservoir of exemplars
/// for each series, even where the filter takes none. A callback observes a value once in a
/// collection and outside of any span, so neither has a use: docs/adr/0018-one-object-a-series.md.
final class ObservedAggregation implements Aggregation, AggregatorFactory {
  private final Aggregation whole;

  /// @param whole the SDK's aggregation for the same instruments, which makes metrics of the points
  private ObservedAggregation(Aggregation whole) {
    this.whole = whole;
  }

  /// The aggregation for a type of instrument, in the place of the SDK's.
  static Aggregation of(InstrumentType type, Aggregation sdks) {
    return switch (type) {
      case OBSERVABLE_COUNTER, OBSERVABLE_UP_DOWN_COUNTER ->
          new ObservedAggregation(Aggregation.sum());
      case OBSERVABLE_GAUGE -> new ObservedAggregation(Aggregation.lastValue());
      case COUNTER, UP_DOWN_COUNTER, GAUGE, HISTOGRAM -> sdks;
    };
  }

  @Override
  @SuppressWarnings("unchecked") // points are of the instrument's type of value
  public <T extends PointData> Aggregator<T> createAggregator(
      InstrumentDescriptor instrument, ExemplarFilterInternal filter, MemoryMode mode) {
    Aggregator<T> metrics = ((AggregatorFactory) whole).createAggregator(instrument, filter, mode);
    return instrument.getValueType() == InstrumentValueType.LONG
        ? (Aggregator<T>) new Longs((Aggregator<LongPointData>) metrics, new LastCollection())
        : (Aggregator<T>) new Doubles((Aggregator<DoublePointData>) metrics, new LastCollection());
  }

  @Override
  public boolean isCompatibleWithInstrument(InstrumentDescriptor instrument) {
    return ((AggregatorFactory) whole).isCompatibleWithInstrument(instrument);
  }

  private record Longs(Aggregator<LongPointData> metrics, LastCollection last)
      implements Aggregator<LongPointData> {
    @Override
    public AggregatorHandle<LongPointData> createHandle(long start) {
      return new ObservedSeries.LongSeries(start, last);
    }

    @Override
    public MetricData toMetricData(
        Resource resource,
        InstrumentationScopeInfo scope,
        MetricDescriptor descriptor,
        Collection<LongPointData> points,
        AggregationTemporality temporality) {
      return metrics.toMetricData(resource, scope, descriptor, points, temporality);
    }
  }

  private record Doubles(Aggregator<DoublePointData> metrics, LastCollection last)
      implements Aggregator<DoublePointData> {
    @Override
    public AggregatorHandle<DoublePointData> createHandle(long start) {
      return new ObservedSeries.DoubleSeries(start, last);
    }

    @Override
    public MetricData toMetricData(
        Resource resource,
        InstrumentationScopeInfo scope,
        MetricDescriptor descriptor,
        Collection<DoublePointData> points,
        AggregationTemporality temporality) {
      return metrics.toMetricData(resource, scope, descriptor, points, temporality);
    }
  }
}
