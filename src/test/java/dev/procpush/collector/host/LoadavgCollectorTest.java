// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.HostFixture;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import org.junit.jupiter.api.Test;

class LoadavgCollectorTest {
  private final HostFixture host = new HostFixture();
  private final LoadavgCollector collector = new LoadavgCollector(host.instruments());

  @Test
  void recordsTheAveragesAndTheThreads() throws Exception {
    host.with("proc/loadavg", "1.83 0.96 1.07 4/161 21711\n");

    assertThat(host.lines(collector))
        .containsExactly(
            "system.cpu.load_average.15m{{thread},gauge} {} 1.07",
            "system.cpu.load_average.1m{{thread},gauge} {} 1.83",
            "system.cpu.load_average.5m{{thread},gauge} {} 0.96",
            "system.thread.count{{thread},updowncounter} {} 161");
  }

  @Test
  void recordsNothingOfWhatCannotBeRead() {
    assertThatThrownBy(() -> host.lines(collector)).isInstanceOf(ErrnoException.class);

    host.with("proc/loadavg", "1.83 0.96 1.07 4/161");
    assertThatThrownBy(() -> host.lines(collector))
        .isInstanceOf(MalformedKernelDataException.class);
  }

  @Test
  void isOffWhenNoneOfItsMetricsIsWanted() {
    HostFixture excluding = new HostFixture((_, _) -> false);
    assertThat(new LoadavgCollector(excluding.instruments()).isOn()).isFalse();
    assertThat(collector.isOn()).isTrue();
  }
}
