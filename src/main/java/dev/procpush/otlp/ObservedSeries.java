// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import static dev.procpush.otlp.ProtobufOutput.FIXED64;
import static dev.procpush.otlp.ProtobufOutput.FIXED64_FIELD;
import static dev.procpush.otlp.ProtobufOutput.LENGTH_DELIMITED;
import static dev.procpush.otlp.ProtobufOutput.tag;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.metrics.data.DoubleExemplarData;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.LongExemplarData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.metrics.internal.aggregator.AggregatorHandle;
import io.opentelemetry.sdk.metrics.internal.exemplar.ExemplarReservoirFactory;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A series of an asynchronous instrument: the value that the callback observed last. It is its own
/// data point in every collection, and keeps its attributes' bytes from its first export on.
///
/// So a point is only good until the next collection observes again. One thread observes, collects
/// and exports ([CollectionThread]), one after another, and an export waits for its requests. What
/// may outlast it all the same, a request that does not notice its end, is told by an
/// [ExportWindow].
abstract sealed class ObservedSeries<T extends PointData> extends AggregatorHandle<T>
    implements PointData {
  private static final int DATA_POINTS = tag(1, LENGTH_DELIMITED);
  private static final int START_TIME = tag(2, FIXED64);
  private static final int TIME = tag(3, FIXED64);
  private static final int NUMBERS = 3 * FIXED64_FIELD;

  /// When all series of an instrument were collected last: the same for each of them.
  static final class LastCollection {
    private long epochNanos;
  }

  /// The value, as OTLP has it.
  long bits;

  private final LastCollection last;
  private Attributes attributes = Attributes.empty();
  private byte @Nullable [] encoded;

  private ObservedSeries(long start, LastCollection last, boolean fraction) {
    super(start, ExemplarReservoirFactory.noSamples(), fraction);
    this.last = last;
  }

  /// The point itself where it is one of these, else a copy of it.
  ///
  /// @return null where it is not a single number, or has exemplars
  static @Nullable ObservedSeries<?> of(Object point) {
    return point instanceof ObservedSeries<?> series ? series : copy((PointData) point);
  }

  /// Encodes the attributes if that was not yet done.
  final void encode(EncodedAttributes newAttributes) {
    if (encoded == null) {
      encoded = newAttributes.of(attributes);
    }
  }

  /// The attributes as repeated fields of a data point, when they are encoded.
  final byte[] encodedAttributes() {
    return Objects.requireNonNull(encoded);
  }

  /// How many bytes it has as a field of the metric's data.
  final long length() {
    return ProtobufOutput.field(NUMBERS + encodedAttributes().length);
  }

  /// Writes it as a field of the metric's data.
  ///
  /// @param valueTag the tag of whole numbers or of fractions
  final void write(ProtobufOutput out, int valueTag) throws IOException {
    byte[] own = encodedAttributes();
    out.varint(DATA_POINTS, NUMBERS + own.length);
    out.raw(own);
    out.fixed64(START_TIME, getCreationEpochNanos());
    out.fixed64(TIME, last.epochNanos);
    out.fixed64(valueTag, bits);
  }

  @Override
  public final long getStartEpochNanos() {
    return getCreationEpochNanos();
  }

  @Override
  public final long getEpochNanos() {
    return last.epochNanos;
  }

  @Override
  public final Attributes getAttributes() {
    return attributes;
  }

  /// The attributes are nearly always those of the last time: then they are not stored again, which
  /// would have the garbage collector look at the series.
  @SuppressWarnings("ReferenceEquality") // the SDK's map gives the same instance each time
  final void collected(long now, Attributes its) {
    last.epochNanos = now;
    if (attributes != its) {
      attributes = its;
      encoded = null;
    }
  }

  private static @Nullable ObservedSeries<?> copy(PointData point) {
    ObservedSeries<?> copy;
    if (!point.getExemplars().isEmpty()) {
      return null;
    } else if (point instanceof LongPointData number) {
      copy = new LongSeries(point.getStartEpochNanos(), new LastCollection());
      copy.bits = number.getValue();
    } else if (point instanceof DoublePointData number) {
      copy = new DoubleSeries(point.getStartEpochNanos(), new LastCollection());
      copy.bits = Double.doubleToRawLongBits(number.getValue());
    } else {
      return null;
    }
    copy.collected(point.getEpochNanos(), point.getAttributes());
    return copy;
  }

  /// A series of whole numbers.
  static final class LongSeries extends ObservedSeries<LongPointData> implements LongPointData {
    private boolean observed;

    LongSeries(long start, LastCollection last) {
      super(start, last, false);
    }

    @Override
    public void recordLong(long value, Attributes attributes, Context context) {
      bits = value;
      observed = true;
    }

    @Override
    public boolean hasRecordedValues() {
      return observed;
    }

    @Override
    protected LongPointData doAggregateThenMaybeResetLongs(
        long start,
        long now,
        Attributes attributes,
        List<LongExemplarData> exemplars,
        boolean reset) {
      observed &= !reset;
      collected(now, attributes);
      return this;
    }

    @Override
    public long getValue() {
      return bits;
    }

    @Override
    public List<LongExemplarData> getExemplars() {
      return List.of();
    }
  }

  /// A series of fractions.
  static final class DoubleSeries extends ObservedSeries<DoublePointData>
      implements DoublePointData {
    DoubleSeries(long start, LastCollection last) {
      super(start, last, true);
    }

    @Override
    protected void doRecordDouble(double value) {
      bits = Double.doubleToRawLongBits(value);
    }

    @Override
    protected DoublePointData doAggregateThenMaybeResetDoubles(
        long start,
        long now,
        Attributes attributes,
        List<DoubleExemplarData> exemplars,
        boolean reset) {
      collected(now, attributes);
      return this;
    }

    @Override
    public double getValue() {
      return Double.longBitsToDouble(bits);
    }

    @Override
    public List<DoubleExemplarData> getExemplars() {
      return List.of();
    }
  }
}
