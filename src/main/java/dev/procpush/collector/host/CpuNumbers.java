// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// What belongs to a CPU, made once for each, found by its number without an object for that.
///
/// @param <V> its attributes, or something that holds them
final class CpuNumbers<V> {
  static final AttributeKey<Long> CPU = AttributeKey.longKey("cpu.logical_number");

  private final IntFunction<V> builder;
  private final List<@Nullable V> byNumber = new ArrayList<>();

  CpuNumbers(IntFunction<V> builder) {
    this.builder = builder;
  }

  /// The attribute of each CPU alone.
  static CpuNumbers<Attributes> attributes() {
    return new CpuNumbers<>(CpuNumbers::attributes);
  }

  static Attributes attributes(int number) {
    return Attributes.of(CPU, (long) number);
  }

  V of(int number) {
    while (byNumber.size() <= number) {
      byNumber.add(null);
    }
    V known = byNumber.get(number);
    if (known == null) {
      known = builder.apply(number);
      byNumber.set(number, known);
    }
    return known;
  }
}
