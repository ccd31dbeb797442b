// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.Map;

/// A kernel counter under its three names: `system.`, `container.` and `netns.`.
public final class ScopedCounter {
  private final Instruments instruments;
  private final Map<Scope, ObservableLongMeasurement> byScope;

  ScopedCounter(Instruments instruments, Map<Scope, ObservableLongMeasurement> byScope) {
    this.instruments = instruments;
    this.byScope = byScope;
  }

  /// Whether there is an instrument for the scope.
  public boolean isOn(Scope scope) {
    return byScope.containsKey(scope);
  }

  /// Records a value of the kernel, which counts to 2⁶⁴. OTLP counts to 2⁶³: the top bit is left
  /// out, so that a counter that passes 2⁶³ starts again at 0, which every backend takes as a
  /// reset.
  public void record(Scope scope, long unsigned, Attributes attributes) {
    ObservableLongMeasurement observer = byScope.get(scope);
    if (observer != null) {
      observer.record(unsigned & Long.MAX_VALUE, attributes);
      instruments.countPoint();
    }
  }
}
