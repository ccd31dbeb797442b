// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.FakeFiles;
import dev.procpush.collector.NamespaceSeries;
import dev.procpush.collector.NamespaceSeriesFixture;
import dev.procpush.collector.Scope;
import dev.procpush.parse.MalformedKernelDataException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NetstatCollectorTest {
  private static final String TEXT =
      """
      TcpExt: ListenOverflows TW TCPMemoryPressuresChrono
      TcpExt: 5 6 1234
      IpExt: InOctets InNoECTPkts
      IpExt: 9223372036854775809 8
      MPTcpExt: MPCurrEstab MPTCPRetrans
      MPTcpExt: 9 10
      """;
  private static final Set<String> FIELDS =
      Set.of(
          "TcpExt_TW",
          "TcpExt_TCPMemoryPressuresChrono",
          "IpExt_InNoECTPkts",
          "MPTcpExt_MPCurrEstab",
          "MPTcpExt_MPTCPRetrans",
          "Tcp_InSegs");

  private final CollectedLines lines = new CollectedLines();
  private final NamespaceSeries host = NamespaceSeriesFixture.host();

  @Test
  void recordsEachFieldWithTheInstrumentAndUnitOfItsRule() throws Exception {
    NetstatCollector collector =
        new NetstatCollector(lines.instruments(), CollectedLines.sources(_ -> true, FIELDS));

    assertThat(lines.of(collector, new FakeFiles().with("net/netstat", TEXT), host))
        .containsExactly(
            "system.network.ipext.in_no_ect_pkts{{packet},counter} {} 8",
            "system.network.ipext.in_octets{By,counter} {} 1",
            "system.network.mptcpext.mp_curr_estab{{connection},updowncounter} {} 9",
            "system.network.mptcpext.mptcp_retrans{{event},counter} {} 10",
            "system.network.tcpext.listen_overflows{{event},counter} {} 5",
            "system.network.tcpext.tcp_memory_pressures_chrono{s,counter} {} 1.234",
            "system.network.tcpext.tw{{event},counter} {} 6");
  }

  @Test
  void recordsWhatIsWanted() throws Exception {
    NetstatCollector collector =
        new NetstatCollector(
            lines.instruments(), CollectedLines.sources(name -> name.equals("IpExt_InOctets")));

    assertThat(lines.of(collector, new FakeFiles().with("net/netstat", TEXT), host)).hasSize(1);
  }

  @Test
  void observesOnlyWhereAMetricIsWanted() {
    NetstatCollector collector =
        new NetstatCollector(lines.instruments(), CollectedLines.sources(_ -> false));

    assertThat(collector.observes(Scope.NETNS)).isFalse();
  }

  @Test
  void recordsNothingOfAFileThatIsCut() {
    NetstatCollector collector =
        new NetstatCollector(lines.instruments(), CollectedLines.sources(_ -> true));
    String cut = TEXT.substring(0, TEXT.length() - 1);

    assertThatThrownBy(() -> lines.of(collector, new FakeFiles().with("net/netstat", cut), host))
        .isInstanceOf(MalformedKernelDataException.class);
  }

  /// A section with fewer values than names.
  @Test
  void recordsTheSectionsBesideOneThatLacksValues() throws Exception {
    NetstatCollector collector =
        new NetstatCollector(lines.instruments(), CollectedLines.sources(_ -> true));
    String text = "TcpExt: A B\nTcpExt: 1\nIpExt: InOctets\nIpExt: 5\n";

    assertThat(lines.of(collector, new FakeFiles().with("net/netstat", text), host))
        .containsExactly("system.network.ipext.in_octets{By,counter} {} 5");
  }
}
