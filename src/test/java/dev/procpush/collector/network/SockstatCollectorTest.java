// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.FakeFiles;
import dev.procpush.collector.FakeNamespace;
import dev.procpush.collector.NamespaceSeries;
import dev.procpush.collector.NamespaceSeriesFixture;
import dev.procpush.collector.Scope;
import dev.procpush.collector.TcpActivity;
import dev.procpush.parse.MalformedKernelDataException;
import org.junit.jupiter.api.Test;

class SockstatCollectorTest {
  private static final String TEXT =
      """
      sockets: used 187
      TCP: inuse 11 orphan 2 tw 3 alloc 23 mem 4
      UDP: inuse 5 mem 6
      UDPLITE: inuse 1
      RAW: inuse 7
      FRAG: inuse 8 memory 9000
      """;

  private final CollectedLines lines = new CollectedLines();
  private final SockstatCollector collector = collector(lines);

  @Test
  void recordsTheHostsSocketsAndThoseOfAllNamespaces() throws Exception {
    assertThat(lines.of(collector, sockstat(TEXT), NamespaceSeriesFixture.host()))
        .containsExactly(
            "system.network.fragment.queue.count{{queue},updowncounter} {network.type=ipv4} 8",
            "system.network.fragment.queue.memory{By,updowncounter} {network.type=ipv4} 9000",
            "system.network.global.tcp.alloc{{socket},updowncounter} {} 23",
            "system.network.global.tcp.memory{By,updowncounter} {} 65536",
            "system.network.global.tcp.orphan{{socket},updowncounter} {} 2",
            "system.network.global.udp.memory{By,updowncounter} {} 98304",
            "system.network.socket.count{{socket},updowncounter} {} 187",
            inuse("system", "raw", 7),
            inuse("system", "tcp", 11),
            inuse("system", "udp", 5),
            inuse("system", "udplite", 1),
            "system.network.tcp.time_wait{{connection},updowncounter} {} 3");
  }

  @Test
  void recordsOfANamespaceOnlyWhatIsItsOwn() throws Exception {
    NamespaceSeries blue = NamespaceSeriesFixture.of(FakeNamespace.named(7, "blue"));

    assertThat(lines.of(collector, sockstat(TEXT), blue))
        .hasSize(8)
        .allMatch(line -> line.startsWith("netns.") && line.contains("netns.name=blue"))
        .noneMatch(line -> line.contains("global"));
  }

  @Test
  void leavesOutTheSocketsThatAskNetlink() throws Exception {
    NamespaceSeries blue = NamespaceSeriesFixture.of(FakeNamespace.named(7, "blue"));

    assertThat(lines.of(collector, sockstat(TEXT).entered().ownSockets(2), blue))
        .contains("netns.network.socket.count{{socket},updowncounter} {netns.name=blue} 185");
    assertThat(lines.of(collector, sockstat("sockets: used 0\n").ownSockets(1), blue))
        .containsExactly("netns.network.socket.count{{socket},updowncounter} {netns.name=blue} 0");
  }

  @Test
  void recordsNoPointOfWhatTheKernelLacks() throws Exception {
    assertThat(lines.of(collector, sockstat("TCP: inuse 11\n"), NamespaceSeriesFixture.host()))
        .containsExactly(inuse("system", "tcp", 11));
  }

  @Test
  void tellsOfTcpActivity() throws Exception {
    NamespaceSeries host = NamespaceSeriesFixture.host();
    host.tcp().sockstat6(1);

    lines.of(collector, sockstat(TEXT), host);

    assertThat(host.tcp().inuse()).isEqualTo(12);
    assertThat(host.tcp().timeWait()).isEqualTo(3);

    NamespaceSeriesFixture.nextVisit(host);
    lines.of(collector, sockstat("TCP: inuse 11\n"), host);
    assertThat(host.tcp().timeWait()).isEqualTo(TcpActivity.UNKNOWN);
  }

  @Test
  void observesOnlyWhereAMetricIsWanted() {
    SockstatCollector some =
        collector(new CollectedLines((name, _) -> name.equals("netns.network.tcp.time_wait")));

    assertThat(some.observes(Scope.NETNS)).isTrue();
    assertThat(some.observes(Scope.SYSTEM)).isFalse();
    assertThat(some.observes(Scope.CONTAINER)).as("wanted for TCP states").isTrue();
  }

  @Test
  void recordsNothingOfAFileThatIsCut() {
    assertThatThrownBy(
            () -> lines.of(collector, sockstat(TEXT + "TC"), NamespaceSeriesFixture.host()))
        .isInstanceOf(MalformedKernelDataException.class);
  }

  private static SockstatCollector collector(CollectedLines lines) {
    return new SockstatCollector(
        lines.instruments(),
        new SocketMetrics(lines.instruments()),
        16_384,
        scope -> scope == Scope.CONTAINER);
  }

  private static String inuse(String prefix, String transport, int value) {
    return "%s.network.socket.inuse{{socket},updowncounter} {network.transport=%s, network.type=ipv4} %d"
        .formatted(prefix, transport, value);
  }

  private static FakeFiles sockstat(String text) {
    return new FakeFiles().with("net/sockstat", text);
  }
}
