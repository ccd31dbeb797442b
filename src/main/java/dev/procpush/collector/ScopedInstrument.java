// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A whole number of the kernel under its names, one for each [Scope].
public final class ScopedInstrument {
  private final Instruments instruments;

  /// By [Scope#index].
  private final @Nullable ObservableLongMeasurement[] byScope =
      new ObservableLongMeasurement[Scope.values().length];

  private final long mask;
  private final int made;

  /// @param mask what of the value is sent: all of it, or for a counter all but the top bit
  ScopedInstrument(
      Instruments instruments, Map<Scope, ObservableLongMeasurement> byScope, long mask) {
    this.instruments = instruments;
    byScope.forEach((scope, observer) -> this.byScope[scope.index()] = observer);
    this.mask = mask;
    this.made = instruments.generation();
  }

  /// Whether there is an instrument for the scope.
  public boolean isOn(Scope scope) {
    return byScope[scope.index()] != null;
  }

  /// Records a value. A counter of the kernel counts to 2⁶⁴, OTLP's to 2⁶³: the top bit is left
  /// out, so that a counter that passes 2⁶³ starts again at 0, which every backend takes as a
  /// reset.
  public void record(Scope scope, long value, Attributes attributes) {
    ObservableLongMeasurement observer = byScope[scope.index()];
    if (observer != null && instruments.isRegistered(made)) {
      observer.record(value & mask, attributes);
      instruments.countPoint();
    }
  }

  /// Records a value that not every kernel has: none where it is null.
  public void recordIfKnown(Scope scope, @Nullable Long value, Attributes attributes) {
    if (value != null) {
      record(scope, value, attributes);
    }
  }

  /// How many of these there are for the scope.
  public static int countOn(List<ScopedInstrument> instruments, Scope scope) {
    int on = 0;
    for (int i = 0; i < instruments.size(); i++) {
      on += instruments.get(i).isOn(scope) ? 1 : 0;
    }
    return on;
  }
}
