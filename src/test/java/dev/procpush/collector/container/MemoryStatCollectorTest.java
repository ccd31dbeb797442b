// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.ContainerFixture;
import dev.procpush.discovery.CgroupController;
import org.junit.jupiter.api.Test;

class MemoryStatCollectorTest {
  private final ContainerFixture fixture = new ContainerFixture();
  private final MemoryStatCollector collector =
      new MemoryStatCollector(
          fixture.instruments(),
          ContainerCollectors.metric(fixture.instruments(), "memory.kernel", "By", "")
              .upDownCounter(),
          false);

  @Test
  void recordsVersion2() throws Exception {
    fixture.with(
        "memory.stat",
        """
        anon 1
        file 2
        kernel 3
        shmem 4
        file_mapped 5
        inactive_file 6
        active_file 7
        pgfault 100
        pgmajfault 10
        """);

    assertThat(fixture.lines(collector))
        .containsExactly(
            "container.memory.cache{By,updowncounter} {} 2",
            "container.memory.kernel{By,updowncounter} {} 3",
            "container.memory.linux.active_file{By,updowncounter} {} 7",
            "container.memory.linux.file_mapped{By,updowncounter} {} 5",
            "container.memory.linux.inactive_file{By,updowncounter} {} 6",
            "container.memory.linux.shmem{By,updowncounter} {} 4",
            "container.memory.rss{By,updowncounter} {} 1",
            "container.paging.faults{{fault},counter} {system.paging.fault.type=major} 10",
            "container.paging.faults{{fault},counter} {system.paging.fault.type=minor} 90");
  }

  @Test
  void recordsTheTotalsOfVersion1() throws Exception {
    fixture.with(
        CgroupController.MEMORY,
        "memory.stat",
        "cache 9\nrss 9\ntotal_cache 2\ntotal_rss 1\ntotal_mapped_file 5\n");

    assertThat(fixture.lines(collector))
        .containsExactly(
            "container.memory.cache{By,updowncounter} {} 2",
            "container.memory.linux.file_mapped{By,updowncounter} {} 5",
            "container.memory.rss{By,updowncounter} {} 1");
  }
}
