// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.FakeFiles;
import dev.procpush.collector.FakeNamespace;
import dev.procpush.collector.MetricFilter;
import dev.procpush.collector.NamespaceCollector;
import dev.procpush.collector.NamespaceSeriesFixture;
import dev.procpush.collector.Scope;
import dev.procpush.parse.MalformedKernelDataException;
import java.util.List;
import org.junit.jupiter.api.Test;

class UdpCollectorTest {
  private static final int IPV4 = 0;
  private static final int IPV6 = 1;

  @Test
  void recordsQueuesAndDropsOfTheHost() throws Exception {
    FakeFiles files =
        new FakeFiles()
            .with("net/udp", SingleCollector.fixture("composed/linux-3.18-network/net/udp"))
            .with("net/udp6", SingleCollector.fixture("captured/linux-6.18-sockets/net/udp6"));

    assertThat(of(IPV4, MetricFilter.DEFAULT).lines(files, NamespaceSeriesFixture.host()))
        .containsExactly(
            "system.network.udp.queue.size{By,updowncounter}"
                + " {network.io.direction=receive, network.type=ipv4} 216832",
            "system.network.udp.queue.size{By,updowncounter}"
                + " {network.io.direction=transmit, network.type=ipv4} 768",
            "system.network.udp.socket.dropped{{packet},updowncounter} {network.type=ipv4}"
                + " 6442450943");
    assertThat(of(IPV6, MetricFilter.DEFAULT).lines(files, NamespaceSeriesFixture.host()))
        .containsExactly(
            "system.network.udp.queue.size{By,updowncounter}"
                + " {network.io.direction=receive, network.type=ipv6} 7488",
            "system.network.udp.queue.size{By,updowncounter}"
                + " {network.io.direction=transmit, network.type=ipv6} 0",
            "system.network.udp.socket.dropped{{packet},updowncounter} {network.type=ipv6} 31");
  }

  @Test
  void observesOtherNamespacesOnRequestOnly() throws Exception {
    NamespaceCollector usual = of(IPV4, MetricFilter.DEFAULT).collector();
    assertThat(usual.observes(Scope.SYSTEM)).isTrue();
    assertThat(usual.observes(Scope.CONTAINER)).isFalse();
    assertThat(usual.observes(Scope.NETNS)).isFalse();

    SingleCollector drops = of(IPV6, (name, _) -> name.equals("netns.network.udp.socket.dropped"));
    assertThat(drops.collector().observes(Scope.NETNS)).isTrue();
    assertThat(drops.collector().observes(Scope.SYSTEM)).isFalse();
    FakeFiles files =
        new FakeFiles()
            .with("net/udp6", SingleCollector.fixture("captured/linux-6.18-sockets/net/udp6"));
    assertThat(drops.lines(files, NamespaceSeriesFixture.of(FakeNamespace.named(5, "blue"))))
        .containsExactly(
            "netns.network.udp.socket.dropped{{packet},updowncounter}"
                + " {netns.name=blue, network.type=ipv6} 31");
  }

  @Test
  void areTwoFiles() {
    assertThat(List.of(IPV4, IPV6))
        .map(version -> of(version, MetricFilter.DEFAULT).collector().name())
        .containsExactly("net_udp", "net_udp6");
  }

  @Test
  void passesOnThatAFileMakesNoSense() {
    assertThatThrownBy(
            () ->
                of(IPV4, MetricFilter.DEFAULT)
                    .lines(new FakeFiles().with("net/udp", "\n"), NamespaceSeriesFixture.host()))
        .isInstanceOf(MalformedKernelDataException.class);
  }

  private static SingleCollector of(int version, MetricFilter filter) {
    return new SingleCollector(filter, instruments -> UdpCollector.both(instruments).get(version));
  }
}
