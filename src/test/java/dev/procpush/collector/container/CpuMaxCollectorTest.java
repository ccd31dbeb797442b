// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.ContainerFixture;
import dev.procpush.discovery.CgroupController;
import org.junit.jupiter.api.Test;

class CpuMaxCollectorTest {
  private final ContainerFixture fixture = new ContainerFixture();
  private final CpuMaxCollector collector = new CpuMaxCollector(fixture.instruments(), false);

  @Test
  void recordsHowManyCpusThereAre() throws Exception {
    fixture.with("cpu.max", "150000 100000\n");

    assertThat(fixture.lines(collector))
        .containsExactly("container.cpu.limit{{cpu},updowncounter} {} 1.5");
  }

  @Test
  void recordsVersion1() throws Exception {
    fixture
        .with(CgroupController.CPU, "cpu.cfs_quota_us", "20000\n")
        .with(CgroupController.CPU, "cpu.cfs_period_us", "100000\n");

    assertThat(fixture.lines(collector))
        .containsExactly("container.cpu.limit{{cpu},updowncounter} {} 0.2");
  }

  @Test
  void recordsNoPointWithoutALimit() throws Exception {
    assertThat(fixture.with("cpu.max", "max 100000\n").lines(collector)).isEmpty();
    fixture.with(CgroupController.CPU, "cpu.cfs_quota_us", "-1\n");
    assertThat(fixture.lines(collector)).isEmpty();
  }
}
