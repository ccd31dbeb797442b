// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.ContainerFixture;
import dev.procpush.discovery.CgroupController;
import org.junit.jupiter.api.Test;

class MemoryEventsCollectorTest {
  private final ContainerFixture fixture = new ContainerFixture();
  private final MemoryEventsCollector collector = new MemoryEventsCollector(fixture.instruments());

  @Test
  void recordsVersion2() throws Exception {
    fixture.with("memory.events", "low 1\nhigh 2\nmax 3\noom 4\noom_kill 5\noom_group_kill 6\n");

    assertThat(fixture.lines(collector))
        .containsExactly(
            "container.memory.events{{event},counter} {memory.event.type=high} 2",
            "container.memory.events{{event},counter} {memory.event.type=low} 1",
            "container.memory.events{{event},counter} {memory.event.type=max} 3",
            "container.memory.events{{event},counter} {memory.event.type=oom} 4",
            "container.memory.oom_kills{{kill},counter} {} 5");
  }

  @Test
  void recordsWhatVersion1Has() throws Exception {
    fixture
        .with(CgroupController.MEMORY, "memory.failcnt", "97\n")
        .with(
            CgroupController.MEMORY,
            "memory.oom_control",
            "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n");

    assertThat(fixture.lines(collector))
        .containsExactly(
            "container.memory.events{{event},counter} {memory.event.type=max} 97",
            "container.memory.oom_kills{{kill},counter} {} 1");
  }

  @Test
  void recordsNoKillsWhereTheKernelCountsNone() throws Exception {
    fixture.with(
        CgroupController.MEMORY, "memory.oom_control", "oom_kill_disable 0\nunder_oom 0\n");

    assertThat(fixture.lines(collector)).isEmpty();
  }
}
