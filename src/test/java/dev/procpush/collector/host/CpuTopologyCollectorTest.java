// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.HostFixture;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import org.junit.jupiter.api.Test;

class CpuTopologyCollectorTest {
  private final HostFixture host = new HostFixture();
  private final CpuTopologyCollector collector = new CpuTopologyCollector(host.instruments());

  @Test
  void countsCoresAndNotTheirThreads() throws Exception {
    cpus("0-3\n", "0,2\n", "1,3\n", "0,2\n", "1,3\n");
    assertThat(host.lines(collector)).containsExactly(line(2));

    cpus("0-2\n", "0,2\n", "1\n", "0,2\n");
    assertThat(host.lines(collector)).containsExactly(line(2));

    cpus("0,2\n", "0,2\n", "1\n", "0,2\n");
    assertThat(host.lines(collector)).containsExactly(line(1));
  }

  @Test
  void looksAtTheTopologyOnlyWhenOtherCpusAreOnline() throws Exception {
    cpus("0-1\n", "0\n", "1\n");
    host.lines(collector);
    host.lines(collector);

    assertThat(host.reads("sys/devices/system/cpu/online")).isEqualTo(2);
    assertThat(host.reads(siblings(1))).isEqualTo(1);
  }

  @Test
  void triesAgainAfterAFailure() throws Exception {
    cpus("0-1\n", "0\n");
    assertThatThrownBy(() -> host.lines(collector)).isInstanceOf(ErrnoException.class);
    cpus("0-1\n", "0\n", "x\n");
    assertThatThrownBy(() -> host.lines(collector))
        .isInstanceOf(MalformedKernelDataException.class);

    cpus("0-1\n", "0\n", "1\n");
    assertThat(host.lines(collector)).containsExactly(line(2));
  }

  private void cpus(String online, String... siblings) {
    host.with("sys/devices/system/cpu/online", online);
    for (int i = 0; i < siblings.length; i++) {
      host.with(siblings(i), siblings[i]);
    }
  }

  private static String siblings(int cpu) {
    return "sys/devices/system/cpu/cpu" + cpu + "/topology/thread_siblings_list";
  }

  private static String line(int cores) {
    return "system.cpu.physical.count{{cpu},updowncounter} {} " + cores;
  }
}
