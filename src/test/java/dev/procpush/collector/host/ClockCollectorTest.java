// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.HostFixture;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.KernelClock;
import dev.procpush.linux.KernelClock.ClockReading;
import org.junit.jupiter.api.Test;

class ClockCollectorTest {
  private final HostFixture host = new HostFixture();

  @Test
  void recordsTheStateOfTheClock() throws Exception {
    KernelClock clock = () -> new ClockReading(false, -0.00025, 1.25, 2.5, 1.0000015, 37);

    assertThat(host.lines(new ClockCollector(host.instruments(), clock)))
        .containsExactly(
            "system.clock.estimated_error{s,gauge} {} 1.25",
            "system.clock.frequency_adjustment{1,gauge} {} 1.0000015",
            "system.clock.max_error{s,gauge} {} 2.5",
            "system.clock.offset{s,gauge} {} -2.5E-4",
            "system.clock.synchronized{{state},gauge} {} 0",
            "system.clock.tai_offset{s,gauge} {} 37");
  }

  @Test
  void recordsNothingWhereItIsUnknown() {
    ClockCollector collector = new ClockCollector(host.instruments(), KernelClock.unknown());

    assertThatThrownBy(() -> host.lines(collector)).isInstanceOf(ErrnoException.class);
  }
}
