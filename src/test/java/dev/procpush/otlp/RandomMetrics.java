// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.DoubleExemplarData;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramBuckets;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.HistogramData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.metrics.data.SummaryData;
import io.opentelemetry.sdk.metrics.data.SummaryPointData;
import io.opentelemetry.sdk.metrics.data.ValueAtQuantile;
import io.opentelemetry.sdk.resources.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Metrics of every type and shape. Each point has a time of its own, by which it is known again.
final class RandomMetrics {
  /// A gauge that says nothing of itself but its name.
  static MetricData gauge(List<LongPointData> points) {
    return new Metric(
        Resource.empty(),
        InstrumentationScopeInfo.empty(),
        "toy",
        "",
        "",
        MetricDataType.LONG_GAUGE,
        GaugeData.createLongGaugeData(points));
  }

  /// @param type how its data are to be read
  /// @param data the points
  record Metric(
      Resource resource,
      InstrumentationScopeInfo scope,
      String name,
      String description,
      String unit,
      MetricDataType type,
      Data<?> data)
      implements MetricData {
    @Override
    public Resource getResource() {
      return resource;
    }

    @Override
    public InstrumentationScopeInfo getInstrumentationScopeInfo() {
      return scope;
    }

    @Override
    public String getName() {
      return name;
    }

    @Override
    public String getDescription() {
      return description;
    }

    @Override
    public String getUnit() {
      return unit;
    }

    @Override
    public MetricDataType getType() {
      return type;
    }

    @Override
    public Data<?> getData() {
      return data;
    }
  }

  private static final SpanContext SPAN =
      SpanContext.create(
          "0123456789abcdef0123456789abcdef",
          "0123456789abcdef",
          TraceFlags.getSampled(),
          TraceState.getDefault());

  private final Random random;
  private final List<Attributes> pool = new ArrayList<>();
  private long time = 1;

  RandomMetrics(long seed) {
    random = new Random(seed);
  }

  /// A number below the bound, mostly a small one.
  int size(int bound) {
    return random.nextInt(1 + random.nextInt(bound));
  }

  List<MetricData> next() {
    pool.clear();
    List<MetricData> metrics = new ArrayList<>();
    List<Resource> resources = listOf(1 + size(3), this::resource);
    List<InstrumentationScopeInfo> scopes = listOf(1 + size(3), this::scope);
    int count = size(8);
    for (int i = 0; i < count; i++) {
      MetricDataType type = one(MetricDataType.values());
      metrics.add(
          new Metric(one(resources), one(scopes), text(60), text(100), text(8), type, data(type)));
    }
    return metrics;
  }

  private Data<?> data(MetricDataType type) {
    int count = random.nextInt(40) == 0 ? size(400) : size(20);
    AggregationTemporality temporality = one(AggregationTemporality.values());
    return switch (type) {
      case LONG_GAUGE -> GaugeData.createLongGaugeData(listOf(count, this::longPoint));
      case DOUBLE_GAUGE -> GaugeData.createDoubleGaugeData(listOf(count, this::doublePoint));
      case LONG_SUM ->
          SumData.createLongSumData(
              random.nextBoolean(), temporality, listOf(count, this::longPoint));
      case DOUBLE_SUM ->
          SumData.createDoubleSumData(
              random.nextBoolean(), temporality, listOf(count, this::doublePoint));
      case SUMMARY -> SummaryData.create(listOf(count, this::summaryPoint));
      case HISTOGRAM -> HistogramData.create(temporality, listOf(count, this::histogramPoint));
      case EXPONENTIAL_HISTOGRAM ->
          ExponentialHistogramData.create(temporality, listOf(count, this::exponentialPoint));
    };
  }

  private LongPointData longPoint() {
    return LongPointData.create(start(), time++, attributes(), random.nextLong());
  }

  private DoublePointData doublePoint() {
    return DoublePointData.create(
        start(), time++, attributes(), number(), listOf(exemplars(), this::doubleExemplar));
  }

  private HistogramPointData histogramPoint() {
    int bounds = size(12);
    List<Double> boundaries = new ArrayList<>();
    for (int i = 0; i < bounds; i++) {
      boundaries.add((double) i);
    }
    return HistogramPointData.create(
        start(),
        time++,
        attributes(),
        number(),
        random.nextBoolean(),
        number(),
        random.nextBoolean(),
        number(),
        boundaries,
        listOf(bounds + 1, this::count));
  }

  private ExponentialHistogramPointData exponentialPoint() {
    int scale = random.nextInt(40) - 20;
    return ExponentialHistogramPointData.create(
        scale,
        number(),
        count(),
        random.nextBoolean(),
        number(),
        random.nextBoolean(),
        number(),
        buckets(scale),
        buckets(scale),
        start(),
        time++,
        attributes(),
        listOf(exemplars(), this::doubleExemplar));
  }

  private ExponentialHistogramBuckets buckets(int scale) {
    return ExponentialHistogramBuckets.create(
        scale, random.nextInt(5000) - 2500, listOf(size(20), this::count));
  }

  private SummaryPointData summaryPoint() {
    return SummaryPointData.create(
        start(),
        time++,
        attributes(),
        count(),
        number(),
        listOf(size(5), () -> ValueAtQuantile.create(random.nextInt(3) / 2.0, number())));
  }

  private int exemplars() {
    return random.nextInt(10) == 0 ? size(4) : 0;
  }

  private DoubleExemplarData doubleExemplar() {
    return DoubleExemplarData.create(attributes(), start(), span(), number());
  }

  private SpanContext span() {
    return random.nextBoolean() ? SPAN : SpanContext.getInvalid();
  }

  private long start() {
    return random.nextInt(5) == 0 ? 0 : random.nextLong();
  }

  private double number() {
    return random.nextInt(4) == 0 ? 0 : random.nextDouble();
  }

  private long count() {
    return random.nextInt(4) == 0 ? 0 : random.nextLong() >>> random.nextInt(64);
  }

  private Resource resource() {
    AttributesBuilder builder = Attributes.builder();
    int count = size(12);
    for (int i = 0; i < count; i++) {
      builder.put("resource.key" + i, text(200)); // their keys have to be ASCII
    }
    return Resource.create(builder.build(), random.nextBoolean() ? text(40) : null);
  }

  private InstrumentationScopeInfo scope() {
    var builder = InstrumentationScopeInfo.builder(text(30)).setAttributes(attributes());
    if (random.nextBoolean()) {
      builder.setVersion(text(10)).setSchemaUrl(text(40));
    }
    return builder.build();
  }

  /// New attributes, or the instance of an earlier point.
  private Attributes attributes() {
    if (!pool.isEmpty() && random.nextInt(3) == 0) {
      return one(pool);
    }
    AttributesBuilder builder = Attributes.builder();
    int count = size(8);
    for (int i = 0; i < count; i++) {
      put(builder, text(24) + i);
    }
    Attributes attributes = builder.build();
    pool.add(attributes);
    return attributes;
  }

  private void put(AttributesBuilder builder, String key) {
    switch (random.nextInt(12)) {
      case 0 -> builder.put(key, random.nextLong() >> random.nextInt(64));
      case 1 -> builder.put(key, random.nextDouble());
      case 2 -> builder.put(key, random.nextBoolean());
      case 3 -> builder.put(key, Stream.generate(() -> text(20)).limit(3).toArray(String[]::new));
      case 4 -> builder.put(key, random.longs(size(5)).toArray());
      case 5 -> builder.put(key, random.doubles(size(5)).toArray());
      case 6 -> builder.put(key, true, false);
      case 7 -> builder.put(AttributeKey.valueKey(key), value(3));
      case 8 -> builder.put(key, text(3000));
      default -> builder.put(key, text(64));
    }
  }

  private Value<?> value(int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0 -> Value.of(text(20));
      case 1 -> Value.of(random.nextLong());
      case 2 -> Value.of(random.nextDouble());
      case 3 -> Value.of(random.nextBoolean());
      case 4 -> Value.of(new byte[size(30)]);
      case 5 -> Value.empty();
      case 6 -> Value.of(listOf(size(4), () -> value(depth - 1)));
      default ->
          Value.of(
              listOf(size(4), () -> KeyValue.of(text(10), value(depth - 1)))
                  .toArray(new KeyValue[0]));
    };
  }

  /// Text of up to so many characters, of one, two, three and four bytes, and halves of pairs.
  private String text(int bound) {
    int length = size(bound);
    int kind = random.nextInt(8);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      switch (kind < 5 ? 0 : random.nextInt(6)) {
        case 1 -> text.append('ä');
        case 2 -> text.append('€');
        case 3 -> text.appendCodePoint(0x1F600);
        case 4 -> text.append((char) (0xD800 + random.nextInt(0x800)));
        default -> text.append((char) ('a' + random.nextInt(26)));
      }
    }
    return text.toString();
  }

  private <T> T one(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private <T> T one(T[] choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static <T> List<T> listOf(int count, Supplier<T> source) {
    List<T> list = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      list.add(source.get());
    }
    return list;
  }
}
