// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.HostCollector;
import dev.procpush.collector.HostFixture;
import dev.procpush.linux.ErrnoException;
import org.junit.jupiter.api.Test;

class SysctlCollectorTest {
  private final HostFixture host = new HostFixture();
  private final HostCollector[] collectors =
      SysctlCollector.all(host.instruments()).toArray(HostCollector[]::new);

  @Test
  void recordsTheNumbersAndOfTwoLimitsTheSmaller() throws Exception {
    host.with("proc/sys/kernel/random/entropy_avail", "256\n")
        .with("proc/sys/kernel/random/poolsize", "4096\n")
        .with("proc/sys/kernel/pid_max", "32768\n")
        .with("proc/sys/kernel/threads-max", "29999\n");

    assertThat(host.lines(collectors))
        .containsExactly(
            "system.entropy.available{bit,gauge} {} 256",
            "system.entropy.limit{bit,gauge} {} 4096",
            "system.process.limit{{thread},updowncounter} {} 29999");

    host.with("proc/sys/kernel/threads-max", "99999\n");
    assertThat(host.lines(collectors))
        .contains("system.process.limit{{thread},updowncounter} {} 32768");
  }

  @Test
  void recordsNoLimitWhereOneOfTheTwoIsUnknown() {
    host.with("proc/sys/kernel/pid_max", "32768\n");

    assertThatThrownBy(() -> host.lines(collectors[2])).isInstanceOf(ErrnoException.class);
  }
}
