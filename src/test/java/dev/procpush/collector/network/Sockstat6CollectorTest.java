// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.FakeFiles;
import dev.procpush.collector.NamespaceSeries;
import dev.procpush.collector.NamespaceSeriesFixture;
import dev.procpush.collector.Scope;
import dev.procpush.collector.TcpActivity;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import org.junit.jupiter.api.Test;

class Sockstat6CollectorTest {
  private static final String TEXT =
      """
      TCP6: inuse 12
      UDP6: inuse 13
      UDPLITE6: inuse 2
      RAW6: inuse 14
      FRAG6: inuse 15 memory 16000
      """;
  private static final String INUSE = "system.network.socket.inuse{{socket},updowncounter} ";

  private final CollectedLines lines = new CollectedLines();
  private final Sockstat6Collector collector =
      new Sockstat6Collector(new SocketMetrics(lines.instruments()), _ -> false);
  private final NamespaceSeries host = NamespaceSeriesFixture.host();

  @Test
  void recordsSocketsOverIpv6() throws Exception {
    assertThat(lines.of(collector, sockstat6(TEXT), host))
        .containsExactly(
            "system.network.fragment.queue.count{{queue},updowncounter} {network.type=ipv6} 15",
            "system.network.fragment.queue.memory{By,updowncounter} {network.type=ipv6} 16000",
            INUSE + "{network.transport=raw, network.type=ipv6} 14",
            INUSE + "{network.transport=tcp, network.type=ipv6} 12",
            INUSE + "{network.transport=udp, network.type=ipv6} 13",
            INUSE + "{network.transport=udplite, network.type=ipv6} 2");
  }

  @Test
  void tellsOfTcpActivity() throws Exception {
    host.tcp().sockstat(1, 0);

    lines.of(collector, sockstat6(TEXT), host);

    assertThat(host.tcp().inuse()).isEqualTo(13);
  }

  @Test
  void tellsThatAKernelWithoutIpv6HasNoSuchSockets() {
    host.tcp().sockstat(1, 0);

    assertThatThrownBy(() -> lines.of(collector, new FakeFiles(), host))
        .isInstanceOf(ErrnoException.class);
    assertThat(host.tcp().inuse()).isEqualTo(1);
  }

  @Test
  void tellsNothingWhereTheFileCannotBeRead() {
    host.tcp().sockstat(1, 0);
    FakeFiles denied =
        new FakeFiles()
            .failing(
                "net/sockstat6", new ErrnoException(ErrnoException.EPERM, "open", "net/sockstat6"));

    assertThatThrownBy(() -> lines.of(collector, denied, host)).isInstanceOf(ErrnoException.class);
    assertThat(host.tcp().inuse()).isEqualTo(TcpActivity.UNKNOWN);
  }

  @Test
  void observesOnlyWhereAMetricIsWanted() {
    CollectedLines none = new CollectedLines((_, _) -> false);

    SocketMetrics metrics = new SocketMetrics(none.instruments());
    assertThat(new Sockstat6Collector(metrics, _ -> false).observes(Scope.SYSTEM)).isFalse();
    assertThat(new Sockstat6Collector(metrics, _ -> true).observes(Scope.SYSTEM))
        .as("wanted for TCP states")
        .isTrue();
  }

  @Test
  void recordsNothingOfAFileThatIsCut() {
    assertThatThrownBy(() -> lines.of(collector, sockstat6(TEXT + "TC"), host))
        .isInstanceOf(MalformedKernelDataException.class);
  }

  private static FakeFiles sockstat6(String text) {
    return new FakeFiles().with("net/sockstat6", text);
  }
}
