// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.ContainerFixture;
import dev.procpush.discovery.CgroupController;
import org.junit.jupiter.api.Test;

class MemoryUsageCollectorTest {
  private final ContainerFixture fixture = new ContainerFixture();
  private final MemoryUsageCollector collector = new MemoryUsageCollector(fixture.instruments());
  private final MemoryStatCollector stat =
      new MemoryStatCollector(
          new ContainerFixture((_, _) -> false).instruments(),
          new ContainerFixture((_, _) -> false)
              .instruments()
              .ofContainer("memory.kernel", "By", "")
              .upDownCounter(),
          collector.needsStat(),
          _ -> true);

  @Test
  void recordsUsageAndLimitAndWhatIsBetween() throws Exception {
    fixture
        .with("memory.current", "1000\n")
        .with("memory.max", "5000\n")
        .with("memory.stat", "inactive_file 300\n");

    assertThat(stat.isOn()).isTrue();
    assertThat(fixture.lines(stat, collector))
        .containsExactly(
            "container.memory.available{By,updowncounter} {} 4300",
            "container.memory.limit{By,updowncounter} {} 5000",
            "container.memory.usage{By,updowncounter} {} 1000",
            "container.memory.working_set{By,updowncounter} {} 700");
  }

  @Test
  void recordsNoWorkingSetBelowZero() throws Exception {
    fixture
        .with(CgroupController.MEMORY, "memory.usage_in_bytes", "1000\n")
        .with(CgroupController.MEMORY, "memory.limit_in_bytes", "9223372036854771712\n")
        .with(CgroupController.MEMORY, "memory.stat", "total_inactive_file 3000\n");

    assertThat(fixture.lines(stat, collector))
        .containsExactly(
            "container.memory.usage{By,updowncounter} {} 1000",
            "container.memory.working_set{By,updowncounter} {} 0");
  }

  @Test
  void recordsTheLimitWhereTheUsageIsNonsense() throws Exception {
    fixture
        .with("memory.current", "18446744073709551615\n")
        .with("memory.max", "5000\n")
        .with("memory.stat", "inactive_file 300\n");

    assertThat(fixture.lines(stat, collector))
        .containsExactly("container.memory.limit{By,updowncounter} {} 5000");
    assertThat(fixture.lost()).contains("memory.current:1: value");
  }

  @Test
  void makesNothingOfAFileThatWasNotRead() throws Exception {
    fixture.with("memory.current", "1000\n").with("memory.max", "5000\n");

    assertThat(fixture.lines(collector))
        .containsExactly(
            "container.memory.limit{By,updowncounter} {} 5000",
            "container.memory.usage{By,updowncounter} {} 1000");
  }
}
