// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.ContainerFixture;
import dev.procpush.discovery.CgroupController;
import dev.procpush.parse.MalformedKernelDataException;
import org.junit.jupiter.api.Test;

class CpuStatCollectorTest {
  private final ContainerFixture fixture = new ContainerFixture();
  private final CpuStatCollector collector =
      new CpuStatCollector(fixture.instruments(), new CpuTime(fixture.instruments()));

  @Test
  void recordsVersion2() throws Exception {
    fixture.with(
        "cpu.stat",
        """
        usage_usec 5
        user_usec 2500000
        system_usec 1000000
        nr_periods 8
        nr_throttled 3
        throttled_usec 1500000
        """);

    assertThat(fixture.lines(collector))
        .containsExactly(
            "container.cpu.periods{{period},counter} {} 8",
            "container.cpu.throttled.periods{{period},counter} {} 3",
            "container.cpu.throttled.time{s,counter} {} 1.5",
            "container.cpu.time{s,counter} {cpu.mode=system} 1.0",
            "container.cpu.time{s,counter} {cpu.mode=user} 2.5");
  }

  @Test
  void recordsVersion1WithVersion2Beside() throws Exception {
    fixture
        .with("cpu.stat", "usage_usec 5\nuser_usec 7\nsystem_usec 9\n")
        .with(CgroupController.CPUACCT, "cpuacct.usage_user", "1\n")
        .with(
            CgroupController.CPU,
            "cpu.stat",
            "nr_periods 8\nnr_throttled 3\nthrottled_time 1500000000\n");

    assertThat(fixture.lines(collector))
        .containsExactly(
            "container.cpu.periods{{period},counter} {} 8",
            "container.cpu.throttled.periods{{period},counter} {} 3",
            "container.cpu.throttled.time{s,counter} {} 1.5");
  }

  @Test
  void recordsNoThrottlingWithoutTheController() throws Exception {
    fixture.with("cpu.stat", "usage_usec 5\nuser_usec 2500000\nsystem_usec 1000000\n");

    assertThat(fixture.lines(collector)).hasSize(2);
  }

  /// What is counted of a limit is absent where there is none, and 0 where it was not met yet.
  @Test
  void recordsThrottlingWhereThereIsALimitOrWasOne() throws Exception {
    CpuMaxCollector max =
        new CpuMaxCollector(new ContainerFixture((_, _) -> false).instruments(), true);
    String start = "usage_usec 5\nuser_usec 2500000\nsystem_usec 1000000\n";
    fixture.with("cpu.stat", start + "nr_periods 0\nnr_throttled 0\nthrottled_usec 0\n");

    assertThat(fixture.with("cpu.max", "max 100000\n").lines(max, collector)).hasSize(2);
    assertThat(fixture.with("cpu.max", "50000 100000\n").lines(max, collector))
        .hasSize(5)
        .contains("container.cpu.periods{{period},counter} {} 0");

    fixture.with("cpu.stat", start + "nr_periods 7\nnr_throttled 0\nthrottled_usec 0\n");
    assertThat(fixture.with("cpu.max", "max 100000\n").lines(max, collector))
        .hasSize(5)
        .contains("container.cpu.periods{{period},counter} {} 7");
  }

  @Test
  void recordsNothingOfAFileThatIsCut() {
    fixture.with("cpu.stat", "usage_usec 5\nuser_usec 25");

    assertThatThrownBy(() -> fixture.lines(collector))
        .isInstanceOf(MalformedKernelDataException.class);
  }
}
