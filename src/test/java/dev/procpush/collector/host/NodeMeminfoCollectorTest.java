// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.HostFixture;
import dev.procpush.linux.ErrnoException;
import org.junit.jupiter.api.Test;

class NodeMeminfoCollectorTest {
  private static final String FOLDER = "sys/devices/system/node/";
  private static final String TEXT =
      "Node 0 MemTotal: 30 kB\nNode 0 MemFree: 10 kB\nNode 0 MemUsed: 20 kB\n";

  private final HostFixture host = new HostFixture();
  private final NodeMeminfoCollector collector =
      new NodeMeminfoCollector(host.instruments(), new NumaNodes());

  @Test
  void recordsEachNode() throws Exception {
    host.with(FOLDER + "node0/meminfo", TEXT)
        .with(FOLDER + "node12/meminfo", TEXT.replace("Node 0", "Node 12"))
        .with(FOLDER + "online", "0,12\n")
        .with(FOLDER + "nodes/meminfo", TEXT)
        .with(FOLDER + "power/control", "auto\n");

    assertThat(host.lines(collector))
        .containsExactly(
            "system.memory.numa.limit{By,updowncounter} {system.memory.numa.node=0} 30720",
            "system.memory.numa.limit{By,updowncounter} {system.memory.numa.node=12} 30720",
            "system.memory.numa.usage{By,updowncounter}"
                + " {system.memory.numa.node=0, system.memory.state=free} 10240",
            "system.memory.numa.usage{By,updowncounter}"
                + " {system.memory.numa.node=0, system.memory.state=used} 20480",
            "system.memory.numa.usage{By,updowncounter}"
                + " {system.memory.numa.node=12, system.memory.state=free} 10240",
            "system.memory.numa.usage{By,updowncounter}"
                + " {system.memory.numa.node=12, system.memory.state=used} 20480");
  }

  @Test
  void looksForNodesAgainWhenOneHasGone() throws Exception {
    host.with(FOLDER + "node0/meminfo", TEXT).with(FOLDER + "node1/meminfo", TEXT);
    assertThat(host.lines(collector)).hasSize(6);

    host.without(FOLDER + "node1/meminfo").with(FOLDER + "node2/meminfo", TEXT);
    assertThat(host.lines(collector)).hasSize(3);
    assertThat(host.lines(collector)).hasSize(6);
  }

  @Test
  void isAbsentWhereTheKernelKnowsNoNodes() {
    assertThatThrownBy(() -> host.lines(collector))
        .isInstanceOfSatisfying(
            ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(ErrnoException.ENOENT));
  }

  @Test
  void losesNoMoreThanTheNodeThatFails() throws Exception {
    host.with(FOLDER + "node0/meminfo", TEXT).with(FOLDER + "node1/meminfo", "Node 1\n");
    assertThat(host.lines(collector)).hasSize(3);
    assertThat(host.lost()).contains("node1/meminfo");
  }

  @Test
  void isOffWhenNoneOfItsMetricsIsWanted() {
    HostFixture nothing = new HostFixture((_, _) -> false);
    assertThat(new NodeMeminfoCollector(nothing.instruments(), new NumaNodes()).isOn()).isFalse();
    assertThat(collector.isOn()).isTrue();
  }
}
