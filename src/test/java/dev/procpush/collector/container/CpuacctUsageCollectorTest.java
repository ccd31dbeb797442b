// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.ContainerFixture;
import dev.procpush.discovery.CgroupController;
import org.junit.jupiter.api.Test;

class CpuacctUsageCollectorTest {
  private final ContainerFixture fixture = new ContainerFixture();
  private final CpuacctUsageCollector collector =
      new CpuacctUsageCollector(new CpuTime(fixture.instruments()));

  @Test
  void recordsAllCpusTogether() throws Exception {
    fixture.with(
        CgroupController.CPUACCT,
        "cpuacct.usage_all",
        "cpu user system\n0 500000000 0\n1 2000000000 1000000\n");

    assertThat(fixture.lines(collector))
        .containsExactly(
            "container.cpu.time{s,counter} {cpu.mode=system} 0.001",
            "container.cpu.time{s,counter} {cpu.mode=user} 2.5");
  }

  @Test
  void readsTheSumsWhereThereAreManyCpus() throws Exception {
    StringBuilder text = new StringBuilder("cpu user system\n");
    for (int cpu = 0; cpu < 64; cpu++) {
      text.append(cpu).append(" 1000000000 2000000000\n");
    }
    fixture
        .with(CgroupController.CPUACCT, "cpuacct.usage_all", text.toString())
        .with(CgroupController.CPUACCT, "cpuacct.usage_user", "65000000000\n")
        .with(CgroupController.CPUACCT, "cpuacct.usage_sys", "129000000000\n");

    assertThat(fixture.lines(collector))
        .containsExactly(
            "container.cpu.time{s,counter} {cpu.mode=system} 128.0",
            "container.cpu.time{s,counter} {cpu.mode=user} 64.0");
    assertThat(fixture.lines(collector))
        .containsExactly(
            "container.cpu.time{s,counter} {cpu.mode=system} 129.0",
            "container.cpu.time{s,counter} {cpu.mode=user} 65.0");
  }

  @Test
  void recordsNanosecondsAsSeconds() throws Exception {
    fixture
        .with(CgroupController.CPUACCT, "cpuacct.usage_user", "2500000000\n")
        .with(CgroupController.CPUACCT, "cpuacct.usage_sys", "1000000\n");

    assertThat(fixture.lines(collector))
        .containsExactly(
            "container.cpu.time{s,counter} {cpu.mode=system} 0.001",
            "container.cpu.time{s,counter} {cpu.mode=user} 2.5");
  }

  @Test
  void recordsTicksOfOldKernels() throws Exception {
    fixture.with(CgroupController.CPUACCT, "cpuacct.stat", "user 250\nsystem 3\n");

    assertThat(fixture.lines(collector))
        .containsExactly(
            "container.cpu.time{s,counter} {cpu.mode=system} 0.03",
            "container.cpu.time{s,counter} {cpu.mode=user} 2.5");
  }

  @Test
  void leavesVersion2ToOthers() throws Exception {
    fixture.with("cpu.stat", "user_usec 1\nsystem_usec 1\n");

    assertThat(fixture.lines(collector)).isEmpty();
  }
}
