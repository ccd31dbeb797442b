// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import dev.procpush.collector.HostCollector;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedDouble;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.KernelClock;
import dev.procpush.linux.KernelClock.ClockReading;
import io.opentelemetry.api.common.Attributes;

/// `adjtimex`: whether and how well the clock is kept right.
final class ClockCollector implements HostCollector {
  private static final Attributes NONE = Attributes.empty();

  private final KernelClock clock;
  private final ScopedInstrument synchronised;
  private final ScopedDouble offset;
  private final ScopedDouble estimatedError;
  private final ScopedDouble maxError;
  private final ScopedDouble frequencyAdjustment;
  private final ScopedInstrument taiOffset;

  ClockCollector(Instruments instruments, KernelClock clock) {
    this.clock = clock;
    synchronised =
        instruments
            .ofHost(
                "clock.synchronized",
                "{state}",
                "1 while the system clock is kept synchronized, as by NTP, else 0")
            .gauge();
    offset =
        instruments
            .ofHost("clock.offset", "s", "Offset by which the system clock is still to be adjusted")
            .doubleGauge();
    estimatedError =
        instruments
            .ofHost("clock.estimated_error", "s", "Estimated error of the system clock")
            .doubleGauge();
    maxError =
        instruments
            .ofHost("clock.max_error", "s", "Maximum error of the system clock")
            .doubleGauge();
    frequencyAdjustment =
        instruments
            .ofHost(
                "clock.frequency_adjustment",
                "1",
                "Frequency adjustment of the system clock, as a ratio")
            .doubleGauge();
    taiOffset =
        instruments
            .ofHost(
                "clock.tai_offset",
                "s",
                "Offset between TAI and UTC, where the system clock has one")
            .gauge();
  }

  @Override
  public String name() {
    return "adjtimex";
  }

  @Override
  public boolean isOn() {
    return synchronised.isOn(Scope.SYSTEM)
        || offset.isOn(Scope.SYSTEM)
        || estimatedError.isOn(Scope.SYSTEM)
        || maxError.isOn(Scope.SYSTEM)
        || frequencyAdjustment.isOn(Scope.SYSTEM)
        || taiOffset.isOn(Scope.SYSTEM);
  }

  @Override
  public void observe(HostFiles files) throws ErrnoException {
    ClockReading reading = clock.read();
    synchronised.record(Scope.SYSTEM, reading.synchronised() ? 1 : 0, NONE);
    offset.record(Scope.SYSTEM, reading.offset(), NONE);
    estimatedError.record(Scope.SYSTEM, reading.estimatedError(), NONE);
    maxError.record(Scope.SYSTEM, reading.maxError(), NONE);
    frequencyAdjustment.record(Scope.SYSTEM, reading.frequencyAdjustment(), NONE);
    taiOffset.record(Scope.SYSTEM, reading.taiOffset(), NONE);
  }
}
