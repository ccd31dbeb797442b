// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import java.util.Map;

/// A value that is no whole number in its unit, such as seconds, under its names, one for each
/// [Scope].
public final class ScopedDouble {
  private final Instruments instruments;
  private final Map<Scope, ObservableDoubleMeasurement> byScope;
  private final int made;

  ScopedDouble(Instruments instruments, Map<Scope, ObservableDoubleMeasurement> byScope) {
    this.instruments = instruments;
    this.byScope = byScope;
    this.made = instruments.generation();
  }

  /// Whether there is an instrument for the scope.
  public boolean isOn(Scope scope) {
    return byScope.containsKey(scope);
  }

  /// Records a value.
  public void record(Scope scope, double value, Attributes attributes) {
    ObservableDoubleMeasurement observer = byScope.get(scope);
    if (observer != null && instruments.isRegistered(made)) {
      observer.record(value, attributes);
      instruments.countPoint();
    }
  }
}
