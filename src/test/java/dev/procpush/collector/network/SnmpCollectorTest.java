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
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SnmpCollectorTest {
  private static final Set<String> FIELDS =
      Set.of(
          "Ip_DefaultTTL",
          "Tcp_RtoAlgorithm",
          "Tcp_RtoMin",
          "Tcp_RtoMax",
          "Tcp_MaxConn",
          "Tcp_NextField",
          "TcpExt_TW");
  private static final String IP = "Ip: Forwarding DefaultTTL\nIp: 1 64\n";
  private static final String TCP =
      """
      Tcp: RtoAlgorithm RtoMin RtoMax MaxConn CurrEstab InSegs NextField
      Tcp: 1 200 120000 -1 7 18446744069414584319 9
      """;

  private final CollectedLines lines = new CollectedLines();
  private final NamespaceSeries host = NamespaceSeriesFixture.host();

  @Test
  void recordsEachFieldWithTheInstrumentAndUnitOfItsRule() throws Exception {
    SnmpCollector collector = collector(FIELDS);

    assertThat(lines.of(collector, snmp(IP + TCP + "Udp: InErrors\nUdp: 3\n"), host))
        .containsExactly(
            "system.network.ip.default_ttl{{hop},gauge} {} 64",
            "system.network.ip.forwarding{{state},gauge} {} 1",
            "system.network.tcp.curr_estab{{connection},updowncounter} {} 7",
            "system.network.tcp.in_segs{{segment},counter} {} 9223372032559808511",
            "system.network.tcp.next_field{{event},counter} {} 9",
            "system.network.tcp.rto_algorithm{{state},gauge} {} 1",
            "system.network.tcp.rto_max{s,gauge} {} 120.0",
            "system.network.tcp.rto_min{s,gauge} {} 0.2",
            "system.network.udp.in_errors{{error},counter} {} 3");
  }

  @Test
  void recordsUnderTheNamespacesPrefixAndIdentity() throws Exception {
    SnmpCollector collector = collector(Set.of());
    NamespaceSeries blue = NamespaceSeriesFixture.of(FakeNamespace.named(7, "blue"));

    assertThat(lines.of(collector, snmp("Tcp: OutRsts\nTcp: 5\n"), blue))
        .containsExactly(
            "netns.network.tcp.out_rsts{{segment},counter} {netns.name=blue} 5"
                .replace("{segment}", "{event}"));
  }

  @Test
  void makesTheMetricOfAFieldThatAppearsLater() throws Exception {
    SnmpCollector collector = collector(Set.of());
    FakeFiles later = snmp("IcmpMsg: InType3\nIcmpMsg: 5\nTcp: OutRsts\nTcp: 5\n");

    assertThat(lines.of(collector, later, host)).hasSize(1);
    assertThat(lines.of(collector, later, host))
        .contains("system.network.icmpmsg.in_type3{{event},counter} {} 5");
    assertThat(lines.of(collector, snmp(IP), host)).hasSize(1);
  }

  @Test
  void readsNothingThatIsNotWantedButTellsOfSegments() throws Exception {
    SnmpCollector collector =
        new SnmpCollector(
            lines.instruments(),
            CollectedLines.sources(name -> name.equals("Tcp_CurrEstab")),
            _ -> false);

    assertThat(lines.of(collector, snmp(IP + TCP), host))
        .containsExactly("system.network.tcp.curr_estab{{connection},updowncounter} {} 7");
    assertThat(host.tcp().inSegs()).isEqualTo(0xffff_fffe_ffff_ffffL);
    lines.of(collector, snmp("Tcp: CurrEstab InSegs\nTcp: 1 38219\n"), host);
    assertThat(host.tcp().inSegs()).isEqualTo(38219);
  }

  @Test
  void tellsOfNoSegmentsWhereThereIsNoSuchField() throws Exception {
    SnmpCollector collector = collector(Set.of());
    lines.of(collector, snmp(TCP), host);
    NamespaceSeriesFixture.nextVisit(host);

    lines.of(collector, snmp(IP), host);

    assertThat(host.tcp().inSegs()).isEqualTo(TcpActivity.UNKNOWN);
  }

  @Test
  void observesOnlyWhereAMetricIsWanted() {
    CollectedLines some =
        new CollectedLines((name, _) -> name.equals("container.network.udp.no_ports"));
    SnmpCollector collector =
        new SnmpCollector(
            some.instruments(), CollectedLines.sources(_ -> true), scope -> scope == Scope.NETNS);

    assertThat(collector.observes(Scope.CONTAINER)).isTrue();
    assertThat(collector.observes(Scope.SYSTEM)).isFalse();
    assertThat(collector.observes(Scope.NETNS)).as("wanted for TCP states").isTrue();
    assertThat(
            new SnmpCollector(some.instruments(), CollectedLines.sources(_ -> false), _ -> false)
                .observes(Scope.CONTAINER))
        .isFalse();
  }

  @Test
  void recordsNothingOfAFileThatIsCutOrCannotBeRead() {
    SnmpCollector collector = collector(FIELDS);

    assertThatThrownBy(() -> lines.of(collector, snmp(IP + "Tcp: InSegs\nTcp: 1"), host))
        .isInstanceOf(MalformedKernelDataException.class);
    assertThatThrownBy(() -> lines.of(collector, new FakeFiles(), host))
        .isInstanceOf(ErrnoException.class);
  }

  private SnmpCollector collector(Set<String> fields) {
    return new SnmpCollector(
        lines.instruments(), CollectedLines.sources(_ -> true, fields), _ -> false);
  }

  private static FakeFiles snmp(String text) {
    return new FakeFiles().with("net/snmp", text);
  }
}
