// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.HostFixture;
import dev.procpush.linux.ErrnoException;
import org.junit.jupiter.api.Test;

class SchedstatCollectorTest {
  private final HostFixture host = new HostFixture();
  private final SchedstatCollector collector = new SchedstatCollector(host.instruments());

  @Test
  void recordsSecondsAndTimeslices() throws Exception {
    host.with("proc/schedstat", "version 15\ncpu2 1 2 3 4 5 6 1500000000 250000000 9\n");

    assertThat(host.lines(collector))
        .containsExactly(
            "system.cpu.scheduler.running_time{s,counter} {cpu.logical_number=2} 1.5",
            "system.cpu.scheduler.timeslices{{timeslice},counter} {cpu.logical_number=2} 9",
            "system.cpu.scheduler.waiting_time{s,counter} {cpu.logical_number=2} 0.25");
  }

  @Test
  void saysWhereTheKernelLacksIt() {
    assertThatThrownBy(() -> host.lines(collector)).isInstanceOf(ErrnoException.class);
  }
}
