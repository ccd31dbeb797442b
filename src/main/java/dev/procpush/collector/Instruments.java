// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import io.opentelemetry.api.metrics.ObservableMeasurement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Makes the asynchronous instruments of all collectors, those left out by configuration excepted,
/// and counts what is recorded with them.
public final class Instruments {
  private final Meter meter;
  private final Predicate<String> excluded;
  private final List<ObservableMeasurement> observers = new ArrayList<>();
  private long recorded;

  /// @param excluded whether a metric of this name is not wanted
  public Instruments(Meter meter, Predicate<String> excluded) {
    this.meter = meter;
    this.excluded = excluded;
  }

  /// Makes one counter for each [Scope], from one suffix.
  ///
  /// @param suffix the name behind the prefix, as in `network.io`
  /// @param unit in UCUM, as in `By` or `{packet}`
  public ScopedCounter counter(String suffix, String unit, String description) {
    Map<Scope, ObservableLongMeasurement> byScope = new EnumMap<>(Scope.class);
    for (Scope scope : Scope.values()) {
      String name = scope.prefix() + suffix;
      if (!excluded.test(name)) {
        ObservableLongMeasurement observer =
            meter.counterBuilder(name).setUnit(unit).setDescription(description).buildObserver();
        observers.add(observer);
        byScope.put(scope, observer);
      }
    }
    return new ScopedCounter(this, byScope);
  }

  /// All instruments made so far, for the batch callback.
  List<ObservableMeasurement> observers() {
    return List.copyOf(observers);
  }

  /// How many points were recorded since the start.
  long recorded() {
    return recorded;
  }

  void countPoint() {
    recorded++;
  }
}
