// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import dev.procpush.collector.Instruments;
import dev.procpush.collector.NamespaceSeries;
import dev.procpush.collector.Scope;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.procfs.ProtocolCounters;
import dev.procpush.parse.procfs.ProtocolCounters.Field;
import io.opentelemetry.api.common.Attributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The metrics of one file of protocol counters. Which metric a column belongs to is found out
/// once, when the column is new.
final class ProtocolMetrics {
  private final Instruments instruments;
  private final Predicate<String> wanted;
  private final String file;
  private final Map<Field, ProtocolMetric> metrics = new HashMap<>();

  /// For which scopes there is any metric.
  private final Set<Scope> on = EnumSet.noneOf(Scope.class);

  /// For each column its metric; null where the field is read but not wanted.
  private final List<@Nullable ProtocolMetric> byColumn = new ArrayList<>();

  /// By [Scope#index], what of the columns is recorded; null before it was asked for.
  private final @Nullable Columns[] byScope = new Columns[Scope.values().length];

  /// Makes the metrics of all fields that are known beforehand: those that are on by default and
  /// those that the running kernel has.
  ///
  /// @param file as in `net/snmp`
  /// @param protocols those of the file, as in `Tcp`
  ProtocolMetrics(
      Instruments instruments, NetworkSources sources, String file, Set<String> protocols) {
    this.instruments = instruments;
    this.wanted = sources.protocols();
    this.file = file;
    Set<String> known = new TreeSet<>(ProtocolField.DESCRIPTIONS.keySet());
    known.addAll(sources.protocolFields());
    for (String name : known) {
      int end = name.indexOf('_');
      if (end > 0 && protocols.contains(name.substring(0, end)) && wanted.test(name)) {
        metric(new Field(name.substring(0, end), name.substring(end + 1)));
      }
    }
  }

  /// Whether there is any metric for such a namespace.
  boolean isOn(Scope scope) {
    return on.contains(scope);
  }

  /// How many metrics there are for such a namespace.
  int points(Scope scope) {
    return (int) metrics.values().stream().filter(metric -> metric.isOn(scope)).count();
  }

  /// Records the wanted values of a file, if there is room for them.
  void record(ProtocolCounters counters, NamespaceSeries series) {
    if (byColumn.size() < counters.size()) {
      take(counters);
    }
    Scope scope = series.scope();
    Columns on = columns(scope);
    int points = 0;
    for (int column : on.numbers) {
      points += KernelNumber.isKnown(counters.value(column)) ? 1 : 0;
    }
    if (series.reserve(points)) {
      Attributes identity = series.identity();
      for (int i = 0; i < on.numbers.length; i++) {
        on.metrics[i].record(scope, counters.value(on.numbers[i]), identity);
      }
    }
  }

  /// Finds the metrics of columns that are new.
  private void take(ProtocolCounters counters) {
    for (int column = byColumn.size(); column < counters.size(); column++) {
      Field field = counters.field(column);
      byColumn.add(wanted.test(field.kernelName()) ? metric(field) : null);
    }
    Arrays.fill(byScope, null);
  }

  private Columns columns(Scope scope) {
    Columns columns = byScope[scope.index()];
    if (columns == null) {
      int[] numbers =
          IntStream.range(0, byColumn.size())
              .filter(
                  column -> {
                    ProtocolMetric metric = byColumn.get(column);
                    return metric != null && metric.isOn(scope);
                  })
              .toArray();
      columns =
          new Columns(
              numbers,
              Arrays.stream(numbers).mapToObj(byColumn::get).toArray(ProtocolMetric[]::new));
      byScope[scope.index()] = columns;
    }
    return columns;
  }

  private ProtocolMetric metric(Field field) {
    ProtocolMetric known = metrics.get(field);
    if (known != null) {
      return known;
    }
    ProtocolMetric metric = ProtocolMetric.of(instruments, field, file);
    metrics.put(field, metric);
    for (Scope scope : Scope.values()) {
      if (metric.isOn(scope)) {
        on.add(scope);
      }
    }
    return metric;
  }

  /// Columns with their metrics.
  private static final class Columns {
    final int[] numbers;
    final ProtocolMetric[] metrics;

    Columns(int[] numbers, ProtocolMetric[] metrics) {
      this.numbers = numbers;
      this.metrics = metrics;
    }
  }
}
