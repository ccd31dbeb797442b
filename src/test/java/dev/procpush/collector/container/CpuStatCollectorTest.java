// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.ContainerFixture;
import dev.procpush.discovery.CgroupController;
import java.util.List;
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
        usage_usec 3500000
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

  /// Throttling is told by version 1 alone, the time by version 2, whatever became of the other.
  @Test
  void recordsVersion1WithVersion2Beside() throws Exception {
    fixture
        .with("cpu.stat", "usage_usec 16\nuser_usec 7\nsystem_usec 9\n")
        .with(
            CgroupController.CPU,
            "cpu.stat",
            "nr_periods 8\nnr_throttled 3\nthrottled_time 1500000000\n");

    assertThat(fixture.lines(collector))
        .containsExactly(
            "container.cpu.periods{{period},counter} {} 8",
            "container.cpu.throttled.periods{{period},counter} {} 3",
            "container.cpu.throttled.time{s,counter} {} 1.5",
            "container.cpu.time{s,counter} {cpu.mode=system} 9.0E-6",
            "container.cpu.time{s,counter} {cpu.mode=user} 7.0E-6");
    fixture.with(CgroupController.CPU, "cpu.stat", "nr_periods 8");
    assertThat(fixture.lines(collector)).hasSize(2);
    assertThat(fixture.with("cpu.stat", "nonsense").lines(collector)).isEmpty();
  }

  /// Both modes together are the time that was measured, though each is cut to microseconds.
  @Test
  void tellsOfAllThatWasMeasured() throws Exception {
    fixture.with("cpu.stat", "usage_usec 24925\nuser_usec 15092\nsystem_usec 9832\n");

    assertThat(fixture.lines(collector))
        .containsExactly(
            "container.cpu.time{s,counter} {cpu.mode=system} 0.009832",
            "container.cpu.time{s,counter} {cpu.mode=user} 0.015093");
  }

  @Test
  void tellsOfAllThreeWhereOneIsNoNumber() throws Exception {
    String all = "usage_usec 3000000\nuser_usec 2000000\nsystem_usec 1000000\n";
    for (String odd : List.of("usage_usec 3000000", "user_usec 2000000", "system_usec 1000000")) {
      String spoilt = all.replace(odd, odd.replaceFirst(" .*", " x"));

      assertThat(fixture.with("cpu.stat", spoilt).lines(collector))
          .containsExactly(
              "container.cpu.time{s,counter} {cpu.mode=system} 1.0",
              "container.cpu.time{s,counter} {cpu.mode=user} 2.0");
      assertThat(fixture.lost()).startsWith("one value: UNIFIED/cpu.stat:");
    }
    assertThat(fixture.with("cpu.stat", "usage_usec 3\nuser_usec x\n").lines(collector)).isEmpty();
  }

  @Test
  void recordsNoThrottlingWithoutTheController() throws Exception {
    fixture.with("cpu.stat", "usage_usec 3500000\nuser_usec 2500000\nsystem_usec 1000000\n");

    assertThat(fixture.lines(collector)).hasSize(2);
  }

  /// What is counted of a limit is absent where there is none, and 0 where it was not met yet.
  @Test
  void recordsThrottlingWhereThereIsALimitOrWasOne() throws Exception {
    CpuMaxCollector max =
        new CpuMaxCollector(new ContainerFixture((_, _) -> false).instruments(), true);
    String start = "usage_usec 3500000\nuser_usec 2500000\nsystem_usec 1000000\n";
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
  void recordsNothingOfAFileThatIsCut() throws Exception {
    fixture.with("cpu.stat", "usage_usec 5\nuser_usec 25");

    assertThat(fixture.lines(collector)).isEmpty();
    assertThat(fixture.lost()).startsWith("one file: UNIFIED/cpu.stat:2");
  }
}
