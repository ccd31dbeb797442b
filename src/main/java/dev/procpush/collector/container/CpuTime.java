// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import static io.opentelemetry.api.common.AttributeKey.stringKey;

import dev.procpush.collector.ContainerSeries;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedDouble;
import dev.procpush.parse.KernelNumber;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;

/// `container.cpu.time`, which the two versions have in different files.
final class CpuTime {
  private static final AttributeKey<String> MODE = stringKey("cpu.mode");
  private static final Attributes USER = Attributes.of(MODE, "user");
  private static final Attributes SYSTEM = Attributes.of(MODE, "system");

  private final ScopedDouble time;

  CpuTime(Instruments instruments) {
    time = instruments.ofContainer("cpu.time", "s", "Time on CPUs").doubleCounter();
  }

  boolean isOn() {
    return time.isOn(Scope.CONTAINER);
  }

  /// How many points [#record] makes.
  int points() {
    return isOn() ? 2 : 0;
  }

  /// @param perSecond what the kernel counts in
  void record(ContainerSeries series, long user, long system, double perSecond) {
    record(series, USER, user, perSecond);
    record(series, SYSTEM, system, perSecond);
  }

  private void record(ContainerSeries series, Attributes mode, long value, double perSecond) {
    double seconds = KernelNumber.per(series.ownCount(time, mode, value), perSecond);
    time.record(Scope.CONTAINER, seconds, series.with(mode));
  }
}
