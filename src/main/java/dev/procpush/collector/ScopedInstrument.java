// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.parse.KernelNumber;
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

  private final boolean isCounter;
  private final int made;

  ScopedInstrument(
      Instruments instruments, Map<Scope, ObservableLongMeasurement> byScope, boolean isCounter) {
    this.instruments = instruments;
    byScope.forEach((scope, observer) -> this.byScope[scope.index()] = observer);
    this.isCounter = isCounter;
    this.made = instruments.generation();
  }

  /// Whether there is an instrument for the scope.
  public boolean isOn(Scope scope) {
    return byScope[scope.index()] != null;
  }

  /// Records a value; [KernelNumber#NONE] is none.
  ///
  /// A counter of the kernel counts to 2⁶⁴, OTLP's to 2⁶³: the top bit is left out, so that a
  /// counter that passes 2⁶³ starts again at 0, which every backend takes as a reset. Any other
  /// number below 0 is none: what the kernel counts up and down is never below 0, but may be
  /// counted down once too often.
  public void record(Scope scope, long value, Attributes attributes) {
    ObservableLongMeasurement observer = byScope[scope.index()];
    if (observer != null && isPoint(value) && instruments.isRegistered(made)) {
      observer.record(value & Long.MAX_VALUE, attributes);
      instruments.countPoint();
    }
  }

  private boolean isPoint(long value) {
    return value >= 0 || (isCounter && KernelNumber.isKnown(value));
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
