// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.HostFixture;
import org.junit.jupiter.api.Test;

class NumastatCollectorTest {
  private static final String FOLDER = "sys/devices/system/node/";

  private final HostFixture host = new HostFixture();
  private final NumastatCollector collector =
      new NumastatCollector(host.instruments(), new NumaNodes());

  @Test
  void recordsEachNode() throws Exception {
    host.with(
            FOLDER + "node0/numastat",
            """
            numa_hit 1
            numa_miss 2
            numa_foreign 3
            interleave_hit 4
            local_node 5
            other_node 6
            """)
        .with(FOLDER + "node1/numastat", "numa_hit 7\nnew_thing 8\n");

    assertThat(host.lines(collector))
        .containsExactly(
            "system.memory.numa.foreign{{page},counter} {system.memory.numa.node=0} 3",
            "system.memory.numa.hit{{page},counter} {system.memory.numa.node=0} 1",
            "system.memory.numa.hit{{page},counter} {system.memory.numa.node=1} 7",
            "system.memory.numa.interleave_hit{{page},counter} {system.memory.numa.node=0} 4",
            "system.memory.numa.local_node{{page},counter} {system.memory.numa.node=0} 5",
            "system.memory.numa.miss{{page},counter} {system.memory.numa.node=0} 2",
            "system.memory.numa.other_node{{page},counter} {system.memory.numa.node=0} 6");
  }

  @Test
  void losesANumberAlone() throws Exception {
    host.with(FOLDER + "node0/numastat", "numa_hit x\nnuma_miss 2\n");

    assertThat(host.lines(collector))
        .containsExactly("system.memory.numa.miss{{page},counter} {system.memory.numa.node=0} 2");
    assertThat(host.lost()).contains("node0/numastat:1: numa_hit: not a number");
  }

  @Test
  void isOffWhenNoneOfItsMetricsIsWanted() {
    HostFixture nothing = new HostFixture((_, _) -> false);
    assertThat(new NumastatCollector(nothing.instruments(), new NumaNodes()).isOn()).isFalse();
    assertThat(collector.isOn()).isTrue();
  }
}
