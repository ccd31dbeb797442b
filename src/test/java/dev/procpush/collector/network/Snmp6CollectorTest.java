// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.FakeFiles;
import dev.procpush.collector.FakeNamespace;
import dev.procpush.collector.NamespaceSeries;
import dev.procpush.collector.NamespaceSeriesFixture;
import dev.procpush.collector.Scope;
import dev.procpush.parse.MalformedKernelDataException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class Snmp6CollectorTest {
  private static final String TEXT =
      """
      Ip6InReceives                   	1
      Ip6InOctets                     	128
      Icmp6OutMsgs                    	9
      Icmp6OutType135                 	4
      Udp6NoPorts                     	3
      UdpLite6InErrors                	2
      """;

  private final CollectedLines lines = new CollectedLines();
  private final NamespaceSeries blue = NamespaceSeriesFixture.of(FakeNamespace.named(7, "blue"));

  @Test
  void recordsEachFieldUnderItsProtocol() throws Exception {
    Snmp6Collector collector =
        new Snmp6Collector(
            lines.instruments(),
            CollectedLines.sources(_ -> true, Set.of("Ip6_InReceives", "Icmp6_OutType135")));

    assertThat(lines.of(collector, new FakeFiles().with("net/snmp6", TEXT), blue))
        .containsExactly(
            "netns.network.icmp6.out_msgs{{message},counter} {netns.name=blue} 9",
            "netns.network.icmp6.out_type135{{event},counter} {netns.name=blue} 4",
            "netns.network.ip6.in_octets{By,counter} {netns.name=blue} 128",
            "netns.network.ip6.in_receives{{event},counter} {netns.name=blue} 1",
            "netns.network.udp6.no_ports{{event},counter} {netns.name=blue} 3",
            "netns.network.udplite6.in_errors{{error},counter} {netns.name=blue} 2");
  }

  @Test
  void observesOnlyWhereAMetricIsWanted() {
    Snmp6Collector collector =
        new Snmp6Collector(
            lines.instruments(), CollectedLines.sources(name -> name.startsWith("Tcp_")));

    assertThat(collector.observes(Scope.NETNS)).isFalse();
  }

  @Test
  void recordsNothingOfAFileThatIsCut() {
    Snmp6Collector collector =
        new Snmp6Collector(lines.instruments(), CollectedLines.sources(_ -> true));
    String cut = TEXT.substring(0, TEXT.length() - 2);

    assertThatThrownBy(() -> lines.of(collector, new FakeFiles().with("net/snmp6", cut), blue))
        .isInstanceOf(MalformedKernelDataException.class);
  }
}
