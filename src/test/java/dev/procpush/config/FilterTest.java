// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class FilterTest {

  @Test
  void keepsEverythingWithoutExpressions() {
    assertThat(Filter.everything()).accepts("", "lo", "a\nb");
    assertThat(Filter.of("", "")).isEqualTo(Filter.everything());
  }

  @Test
  void matchesAnywhereUnlessTiedToTheEnds() {
    assertThat(Filter.of(null, "veth")).rejects("veth0", "myveth0").accepts("vet");
    assertThat(Filter.of(null, "^lo$")).rejects("lo").accepts("lo0", "flo");
  }

  @Test
  void excludeWins() {
    assertThat(Filter.of("^eth", "1$")).accepts("eth0", "eth10").rejects("eth1", "eth11", "lo");
  }

  @Test
  void theHostsDefaultLeavesTheFarEndsOfContainersOut() {
    Filter filter = Filter.of(null, Settings.HOST_INTERFACES_EXCLUDE.defaultText());

    assertThat(filter)
        .rejects("veth1a2b3c", "vethernet", "cali0123456789a", "lxc0123456789ab", "0123456789abcde")
        .rejects(
            "eni0a1b2c3d4e5", "azv0123456", "azv0123456789a", "gke0123456789a", "coredns--5fa31c")
        .accepts(
            "lo", "eth0", "lxcbr0", "lxc_health", "docker0", "br-0123456789ab", "0123456789abcdef")
        .accepts("eni0", "enp0s3", "azure0", "gke", "wlan0-mon", "bond-0", "vlan-1000");
  }

  @Test
  void keepsNothingButWhatIsAskedFor() {
    assertThat(Filter.only(Pattern.compile(""))).rejects("", "netns.network.udp.queue.size");
    assertThat(Filter.only(Pattern.compile("udp"))).accepts("netns.network.udp.queue.size");
    assertThat(Filter.only(Pattern.compile("udp"))).rejects("netns.network.tcp.orphan");
  }

  @Test
  void theDefaultOfProtocolsIsThe42Fields() throws IOException {
    Filter filter = Filter.of(Settings.PROTOCOLS_INCLUDE.defaultText(), null);
    List<String> fields =
        Stream.of(
                "Ip_ Forwarding",
                "IpExt_ InOctets OutOctets",
                "Ip6_ InOctets OutOctets",
                "Icmp_ InErrors InMsgs OutMsgs",
                "Icmp6_ InErrors InMsgs OutMsgs",
                "Tcp_ ActiveOpens CurrEstab InErrs InSegs OutRsts OutSegs PassiveOpens RetransSegs",
                "TcpExt_ ListenDrops ListenOverflows SyncookiesFailed SyncookiesRecv"
                    + " SyncookiesSent",
                "TcpExt_ TCPOFOQueue TCPRcvQDrop TCPSynRetrans TCPTimeouts",
                "Udp_ InDatagrams InErrors NoPorts OutDatagrams RcvbufErrors SndbufErrors",
                "Udp6_ InDatagrams InErrors NoPorts OutDatagrams RcvbufErrors SndbufErrors",
                "UdpLite_ InErrors",
                "UdpLite6_ InErrors")
            .map(line -> line.split(" "))
            .flatMap(words -> Stream.of(words).skip(1).map(field -> words[0] + field))
            .toList();
    assertThat(fields).hasSize(42).allMatch(filter);

    assertThat(Stream.concat(tableFields("netstat"), tableFields("snmp")))
        .hasSizeGreaterThan(150)
        .allMatch(field -> filter.test(field) == fields.contains(field));
    assertThat(filter)
        .rejects("Udp_InErrorsX", "XUdp_InErrors", "Udp6_InCsumErrors", "TcpExt_ListenOverflow");
  }

  /// All fields of a table of the running kernel, which has more of them than the default takes.
  private static Stream<String> tableFields(String name) throws IOException {
    List<String> lines = Files.readAllLines(Path.of("/proc/self/net", name));
    return IntStream.range(0, lines.size() / 2)
        .mapToObj(i -> lines.get(2 * i).split(": ?"))
        .flatMap(pair -> Stream.of(pair[1].split(" ")).map(field -> pair[0] + "_" + field));
  }

  @Test
  void isNotSlowOnAStrangersName() {
    Filter filter = Filter.of(null, "^(a+)+$");
    Instant before = Instant.now();

    assertThat(filter.test("a".repeat(10_000) + "!")).isTrue();
    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(10));
  }
}
