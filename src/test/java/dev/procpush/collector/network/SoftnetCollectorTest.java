// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.FakeFiles;
import dev.procpush.collector.HostFixture;
import dev.procpush.collector.MetricFilter;
import dev.procpush.collector.NamespaceSeriesFixture;
import dev.procpush.collector.Scope;
import dev.procpush.parse.MalformedKernelDataException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoftnetCollectorTest {
  private static final String FILE = "net/softnet_stat";

  private final HostFixture host = new HostFixture();
  private final SingleCollector softnet =
      new SingleCollector(
          MetricFilter.DEFAULT,
          instruments -> new SoftnetCollector(instruments, this.host.files()));

  @Test
  void recordsSevenMetricsOfEachCpu() throws Exception {
    String text = SingleCollector.fixture("composed/linux-5.10-network/" + FILE);

    assertThat(softnet.lines(new FakeFiles().with(FILE, text), NamespaceSeriesFixture.host()))
        .containsExactly(
            "system.network.softnet.backlog{{packet},updowncounter} {cpu.logical_number=0} 5",
            "system.network.softnet.backlog{{packet},updowncounter} {cpu.logical_number=2} 10",
            "system.network.softnet.cpu_collisions{{collision},counter} {cpu.logical_number=0} 0",
            "system.network.softnet.cpu_collisions{{collision},counter} {cpu.logical_number=2} 0",
            "system.network.softnet.dropped{{packet},counter} {cpu.logical_number=0} 1",
            "system.network.softnet.dropped{{packet},counter} {cpu.logical_number=2} 6",
            "system.network.softnet.flow_limited{{packet},counter} {cpu.logical_number=0} 4",
            "system.network.softnet.flow_limited{{packet},counter} {cpu.logical_number=2} 9",
            "system.network.softnet.processed{{packet},counter} {cpu.logical_number=0} 4096",
            "system.network.softnet.processed{{packet},counter} {cpu.logical_number=2} 8192",
            "system.network.softnet.received_rps{{event},counter} {cpu.logical_number=0} 3",
            "system.network.softnet.received_rps{{event},counter} {cpu.logical_number=2} 8",
            "system.network.softnet.time_squeezed{{event},counter} {cpu.logical_number=0} 2",
            "system.network.softnet.time_squeezed{{event},counter} {cpu.logical_number=2} 7");
  }

  @Test
  void leavesOutWhatAnOldKernelDoesNotTell() throws Exception {
    String text = SingleCollector.fixture("composed/linux-3.10-network/" + FILE);
    host.with("sys/devices/system/cpu/online", "0-1\n");
    List<String> lines =
        softnet.lines(new FakeFiles().with(FILE, text), NamespaceSeriesFixture.host());

    assertThat(lines).hasSize(2 * 5).noneMatch(line -> line.matches(".*(backlog|flow_limited).*"));
  }

  /// Before Linux 5.10 the lines are those of the CPUs that are online, and do not say which.
  @Test
  void knowsTheCpuOfALineByThoseThatAreOnline() throws Exception {
    String text = SingleCollector.fixture("composed/linux-3.18-network/" + FILE);
    FakeFiles files = new FakeFiles().with(FILE, text);

    host.with("sys/devices/system/cpu/online", "0,2\n");
    assertThat(softnet.lines(files, NamespaceSeriesFixture.host()))
        .hasSize(2 * 6)
        .contains("system.network.softnet.processed{{packet},counter} {cpu.logical_number=2} 48879")
        .noneMatch(line -> line.contains("logical_number=1"));
    assertThat(host.reads("sys/devices/system/cpu/online")).isEqualTo(1);

    host.with("sys/devices/system/cpu/online", "0-2\n");
    assertThat(softnet.lines(files, NamespaceSeriesFixture.host())).isEmpty();
  }

  @Test
  void observesTheHostAlone() {
    assertThat(softnet.collector().observes(Scope.SYSTEM)).isTrue();
    assertThat(softnet.collector().observes(Scope.CONTAINER)).isFalse();
    assertThat(softnet.collector().observes(Scope.NETNS)).isFalse();
  }

  @Test
  void passesOnThatAFileMakesNoSense() {
    assertThatThrownBy(
            () -> softnet.lines(new FakeFiles().with(FILE, ""), NamespaceSeriesFixture.host()))
        .isInstanceOf(MalformedKernelDataException.class);
  }
}
