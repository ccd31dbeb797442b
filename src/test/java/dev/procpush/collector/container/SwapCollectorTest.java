// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.ContainerFixture;
import dev.procpush.discovery.CgroupController;
import org.junit.jupiter.api.Test;

class SwapCollectorTest {
  private final ContainerFixture fixture = new ContainerFixture();
  private final SwapCollector collector = new SwapCollector(fixture.instruments());

  @Test
  void recordsVersion2() throws Exception {
    fixture.with("memory.swap.current", "8192\n").with("memory.swap.max", "max\n");
    assertThat(fixture.lines(collector))
        .containsExactly("container.paging.usage{By,updowncounter} {} 8192");

    fixture.with("memory.swap.max", "16384\n");
    assertThat(fixture.lines(collector))
        .contains("container.paging.limit{By,updowncounter} {} 16384");
  }

  @Test
  void takesTheMemoryFromWhatVersion1CountsTogether() throws Exception {
    fixture
        .with(CgroupController.MEMORY, "memory.usage_in_bytes", "1000\n")
        .with(CgroupController.MEMORY, "memory.limit_in_bytes", "5000\n")
        .with(CgroupController.MEMORY, "memory.memsw.usage_in_bytes", "1500\n")
        .with(CgroupController.MEMORY, "memory.memsw.limit_in_bytes", "9000\n");

    assertThat(fixture.lines(new MemoryUsageCollector(fixture.instruments()), collector))
        .contains(
            "container.paging.limit{By,updowncounter} {} 4000",
            "container.paging.usage{By,updowncounter} {} 500");
  }

  @Test
  void recordsNothingWithoutSwapAccounting() throws Exception {
    fixture.with(CgroupController.MEMORY, "memory.usage_in_bytes", "1000\n");

    assertThat(fixture.lines(collector)).isEmpty();
  }
}
