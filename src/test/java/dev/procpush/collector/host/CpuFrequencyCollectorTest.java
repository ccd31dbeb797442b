// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.HostFixture;
import dev.procpush.linux.ErrnoException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CpuFrequencyCollectorTest {
  private final HostFixture host = new HostFixture().with("sys/devices/system/cpu/online", "0-3\n");
  private long now;
  private long step;
  private final CpuFrequencyCollector collector =
      new CpuFrequencyCollector(host.instruments(), () -> now += step);

  @Test
  void recordsWhatTheDriverSays() throws Exception {
    host.with(file(0), "1008000\n").with(file(2), "1800000\n").with(file(3), "0\n");

    assertThat(host.lines(collector)).containsExactly(line(0, "1.008E9"), line(2, "1.8E9"));
    assertThat(host.reads("proc/cpuinfo")).isZero();
  }

  @Test
  void asksCpuinfoWhereThereIsNoDriver() throws Exception {
    host.with("proc/cpuinfo", "processor\t: 1\ncpu MHz\t\t: 2596.138\n");

    assertThat(host.lines(collector)).containsExactly(line(1, "2.596138E9"));
  }

  @Test
  void saysThatItIsAbsentWhereNobodyKnows() throws Exception {
    host.with("proc/cpuinfo", "processor\t: 1\nBogoMIPS\t: 108.00\n");

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> host.lines(collector))
          .isInstanceOfSatisfying(
              ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(ErrnoException.ENOENT));
    }
    assertThat(host.reads("proc/cpuinfo")).isEqualTo(1);
  }

  @Test
  void looksNowAndThenWhetherADriverWasLoaded() throws Exception {
    host.with("proc/cpuinfo", "processor\t: 1\ncpu MHz\t\t: 2596.138\n");
    host.lines(collector);
    host.with(file(1), "800000\n");

    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      lines = host.lines(collector);
    }
    assertThat(lines).containsExactly(line(1, "8.0E8"));
  }

  @Test
  void keepsToItsTimeAndBeginsWithTheOthersNextTime() throws Exception {
    for (int cpu = 0; cpu < 4; cpu++) {
      host.with(file(cpu), cpu + 1 + "000000\n");
    }
    step = 15_000_000;

    assertThat(host.lines(collector)).containsExactly(line(0, "1.0E9"), line(1, "2.0E9"));
    assertThat(host.lines(collector)).containsExactly(line(2, "3.0E9"), line(3, "4.0E9"));
    assertThat(host.lines(collector)).containsExactly(line(0, "1.0E9"), line(1, "2.0E9"));
  }

  @Test
  void recordsTheOthersWhereOneIsNonsense() throws Exception {
    host.with(file(0), "1008000\n").with(file(1), "1 2\n").with(file(2), "1800000\n");

    assertThat(host.lines(collector)).containsExactly(line(0, "1.008E9"), line(2, "1.8E9"));
    assertThat(host.lost()).contains("cpu1/cpufreq/scaling_cur_freq:1: more than one number");
  }

  @Test
  void recordsTheOthersWhereOneFails() {
    host.with(file(0), "1008000\n").with(file(1), "1\n").failing(file(1), 5);
    host.with(file(2), "1800000\n");

    assertThatThrownBy(() -> host.lines(collector)).isInstanceOf(ErrnoException.class);
    assertThat(host.reads(file(2))).isEqualTo(1);
  }

  private static String file(int cpu) {
    return "sys/devices/system/cpu/cpu" + cpu + "/cpufreq/scaling_cur_freq";
  }

  private static String line(int cpu, String hertz) {
    return "system.cpu.frequency{Hz,gauge} {cpu.logical_number=" + cpu + "} " + hertz;
  }
}
