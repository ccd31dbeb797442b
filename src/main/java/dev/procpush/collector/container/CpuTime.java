// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import static io.opentelemetry.api.common.AttributeKey.stringKey;

import dev.procpush.collector.ContainerSeries;
import dev.procpush.collector.CpuModes;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedDouble;
import dev.procpush.parse.KernelNumber;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;

/// `container.cpu.time`, which the two versions have in different files.
final class CpuTime {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final AttributeKey<String> MODE = stringKey("cpu.mode");
  private static final Attributes USER = Attributes.of(MODE, "user");
  private static final Attributes SYSTEM = Attributes.of(MODE, "system");

  private final ScopedDouble time;

  CpuTime(Instruments instruments) {
    time =
        instruments
            .ofContainer("cpu.time", "s", "CPU time that the container used")
            .doubleCounter();
  }

  boolean isOn() {
    return time.isOn(Scope.CONTAINER);
  }

  /// How many points [#record] makes.
  private int points() {
    return isOn() ? 2 : 0;
  }

  /// Takes in the time of both modes together.
  ///
  /// @return whether it has to be [split][#split] before it is recorded
  boolean measure(ContainerSeries series, long nanos) {
    return series.cpuModes().measure(series.ownCount(time, Attributes.empty(), nanos));
  }

  /// Splits that time in proportion.
  ///
  /// @param user what user mode has of anything, as of ticks
  /// @param system what the kernel's mode has of the same
  void split(ContainerSeries series, long user, long system) {
    series
        .cpuModes()
        .split(series.ownCount(time, USER, user), series.ownCount(time, SYSTEM, system));
  }

  /// Records what each mode has.
  void record(ContainerSeries series) {
    CpuModes modes = series.cpuModes();
    modes.told();
    if (series.reserve(points())) {
      record(series, USER, modes.user());
      record(series, SYSTEM, modes.system());
    }
  }

  private void record(ContainerSeries series, Attributes mode, long nanos) {
    time.record(Scope.CONTAINER, KernelNumber.per(nanos, NANOS_PER_SECOND), series.with(mode));
  }
}
