// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.FakeFiles;
import dev.procpush.collector.MetricFilter;
import dev.procpush.collector.NamespaceSeriesFixture;
import dev.procpush.collector.Scope;
import dev.procpush.parse.MalformedKernelDataException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoftnetCollectorTest {
  private static final String FILE = "net/softnet_stat";

  private final SingleCollector softnet =
      new SingleCollector(MetricFilter.DEFAULT, SoftnetCollector::new);

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
    List<String> lines =
        softnet.lines(new FakeFiles().with(FILE, text), NamespaceSeriesFixture.host());

    assertThat(lines).hasSize(2 * 5).noneMatch(line -> line.matches(".*(backlog|flow_limited).*"));
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
            () -> softnet.lines(new FakeFiles().with(FILE, "1 2\n"), NamespaceSeriesFixture.host()))
        .isInstanceOf(MalformedKernelDataException.class);
  }
}
