// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.ContainerFixture;
import dev.procpush.collector.Instruments;
import dev.procpush.discovery.CgroupController;
import dev.procpush.linux.ErrnoException;
import org.junit.jupiter.api.Test;

class SwapCollectorTest {
  private static final long NO_LIMIT = 9_223_372_036_854_771_712L;

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
        .with(CgroupController.MEMORY, "memory.stat", stat(500, 5000, 9000))
        .with(CgroupController.MEMORY, "memory.limit_in_bytes", "5000\n")
        .with(CgroupController.MEMORY, "memory.memsw.limit_in_bytes", "9000\n");

    assertThat(fixture.lines(stat(), collector))
        .containsExactly(
            "container.paging.limit{By,updowncounter} {} 4000",
            "container.paging.usage{By,updowncounter} {} 500");
  }

  /// A cgroup around it is limited.
  @Test
  void recordsNoLimitOfOthers() throws Exception {
    fixture
        .with(CgroupController.MEMORY, "memory.stat", stat(0, 5000, 9000))
        .with(CgroupController.MEMORY, "memory.limit_in_bytes", NO_LIMIT + "\n")
        .with(CgroupController.MEMORY, "memory.memsw.limit_in_bytes", NO_LIMIT + "\n");

    assertThat(fixture.lines(stat(), collector))
        .containsExactly("container.paging.usage{By,updowncounter} {} 0");
  }

  @Test
  void readsNoLimitWhereThereIsNone() throws Exception {
    fixture
        .with(CgroupController.MEMORY, "memory.stat", stat(0, NO_LIMIT, NO_LIMIT))
        .failing("MEMORY/memory.limit_in_bytes", ErrnoException.EIO)
        .failing("MEMORY/memory.memsw.limit_in_bytes", ErrnoException.EIO);

    assertThat(fixture.lines(stat(), collector)).hasSize(1);
  }

  private static String stat(long swap, long limit, long both) {
    return "total_swap %d\nhierarchical_memory_limit %d\nhierarchical_memsw_limit %d\n"
        .formatted(swap, limit, both);
  }

  private static MemoryStatCollector stat() {
    Instruments none = new ContainerFixture((_, _) -> false).instruments();
    return new MemoryStatCollector(
        none, none.ofContainer("memory.kernel", "By", "").upDownCounter(), true, _ -> false);
  }

  @Test
  void recordsNothingWithoutSwapAccounting() throws Exception {
    fixture.with(CgroupController.MEMORY, "memory.usage_in_bytes", "1000\n");

    assertThat(fixture.lines(collector)).isEmpty();
  }
}
