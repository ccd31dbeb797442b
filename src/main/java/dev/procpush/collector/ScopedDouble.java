// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A value that is no whole number in its unit, such as seconds, under its names, one for each
/// [Scope].
public final class ScopedDouble {
  private final Instruments instruments;

  /// By [Scope#index].
  private final @Nullable ObservableDoubleMeasurement[] byScope =
      new ObservableDoubleMeasurement[Scope.values().length];

  private final int made;

  ScopedDouble(Instruments instruments, Map<Scope, ObservableDoubleMeasurement> byScope) {
    this.instruments = instruments;
    byScope.forEach((scope, observer) -> this.byScope[scope.index()] = observer);
    this.made = instruments.generation();
  }

  /// Whether there is an instrument for the scope.
  public boolean isOn(Scope scope) {
    return byScope[scope.index()] != null;
  }

  /// Records a value; NaN is none.
  public void record(Scope scope, double value, Attributes attributes) {
    ObservableDoubleMeasurement observer = byScope[scope.index()];
    if (observer != null && !Double.isNaN(value) && instruments.isRegistered(made)) {
      observer.record(value, attributes);
      instruments.countPoint();
    }
  }
}
