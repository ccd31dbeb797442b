// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.FakeFiles;
import dev.procpush.collector.MetricFilter;
import dev.procpush.collector.NamespaceSeriesFixture;
import dev.procpush.collector.Scope;
import dev.procpush.parse.MalformedKernelDataException;
import org.junit.jupiter.api.Test;

class ArpCollectorTest {
  private static final String FILE = "net/arp";

  private final SingleCollector arp = new SingleCollector(MetricFilter.DEFAULT, ArpCollector::new);

  @Test
  void recordsTheEntriesOfEachWantedInterface() throws Exception {
    String text = SingleCollector.fixture("captured/linux-6.18-sockets/" + FILE);
    String more =
        text.lines().skip(1).findFirst().orElseThrow().replace("eth0", "vethabc")
            + "\n"
            + "198.51.100.1     0x1         0x2         02:fc:00:00:00:05     *        br0\n";

    assertThat(
            arp.lines(
                new FakeFiles().with(FILE, text + more),
                NamespaceSeriesFixture.host(name -> !name.startsWith("veth"))))
        .containsExactly(
            "system.network.arp.entry.count{{entry},updowncounter} {network.interface.name=br0} 1",
            "system.network.arp.entry.count{{entry},updowncounter} {network.interface.name=eth0}"
                + " 3");
  }

  @Test
  void observesTheHostAlone() {
    assertThat(arp.collector().observes(Scope.SYSTEM)).isTrue();
    assertThat(arp.collector().observes(Scope.CONTAINER)).isFalse();
    assertThat(arp.collector().observes(Scope.NETNS)).isFalse();
  }

  @Test
  void passesOnThatAFileMakesNoSense() {
    assertThatThrownBy(
            () -> arp.lines(new FakeFiles().with(FILE, "\n"), NamespaceSeriesFixture.host()))
        .isInstanceOf(MalformedKernelDataException.class);
  }
}
