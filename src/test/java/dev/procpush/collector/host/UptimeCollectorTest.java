// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.HostFixture;
import org.junit.jupiter.api.Test;

class UptimeCollectorTest {
  private final HostFixture host = new HostFixture();

  @Test
  void recordsTheUptime() throws Exception {
    host.with("proc/uptime", "12376.06 9070.56\n");

    assertThat(host.lines(new UptimeCollector(host.instruments())))
        .containsExactly("system.uptime{s,gauge} {} 12376.06");
  }
}
