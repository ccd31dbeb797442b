// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.Collected.Point;
import dev.procpush.collector.SnakeCase;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// Protocol counters and sockets of a namespace in which only the test speaks: connections over
/// both families, refused ones, and datagrams to a port where nobody listens. Another reader of the
/// kernel's files tells what is right: `nstat` for the counters, `awk` for the sockets.
@RequiresRoot
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LiveProtocolsIT {
  private static final String SPEAK =
      """
      for address in 127.0.0.1 ::1; do
        for i in 1 2 3; do (: 3<>/dev/tcp/$address/9); done
        for i in 1 2 3 4 5; do (echo nobody >/dev/udp/$address/9); done
      done 2>/dev/null
      exit 0
      """;
  private static final String PRINT_SOCKETS =
      "{ name = tolower($1); sub(\":\", \"\", name);"
          + " for (i = 2; i < NF; i += 2) print name, $i, $(i + 1) }";
  private static final List<String> MILLISECONDS = List.of("TcpExtTCPMemoryPressuresChrono");

  private LiveNamespace namespace;

  @BeforeAll
  void build() {
    namespace = LiveNamespace.create();
    namespace.ip(List.of("link set lo up", "link add left type veth peer name right"));
    namespace.run("bash", "-c", SPEAK);
  }

  @AfterAll
  void close() {
    namespace.close();
  }

  @Test
  void tellsAllThatNstatTells() throws Exception {
    Collected once = Procpush.once("--protocols.include=");
    Map<String, String> numbers = numbers(once);
    Map<String, String> expected = nstat();

    assertThat(expected).hasSizeGreaterThan(200).containsEntry("UdpNoPorts", "5");
    expected.forEach(
        (name, value) ->
            assertThat(numbers).as(name).containsEntry(metric(name, numbers), value(name, value)));
  }

  @Test
  void hasThe42OfTheDefault() throws Exception {
    Map<String, String> numbers = numbers(Procpush.once());

    assertThat(numbers.keySet().stream().filter(LiveProtocolsIT::isProtocolCounter)).hasSize(42);
    assertThat(numbers)
        .containsEntry("netns.network.udp.no_ports", "5")
        .containsEntry("netns.network.udp6.no_ports", "5")
        .containsEntry("netns.network.tcp.active_opens", "6")
        .containsEntry("netns.network.tcp.out_rsts", "6")
        .containsEntry("netns.network.tcp.curr_estab", "0");
  }

  @Test
  void leavesOutWhatARegexSays() throws Exception {
    Collected once = Procpush.once("--protocols.include=^Tcp_", "--protocols.exclude=MaxConn|Rto");

    assertThat(numbers(once).keySet().stream().filter(LiveProtocolsIT::isProtocolCounter))
        .isNotEmpty()
        .allMatch(name -> name.startsWith("netns.network.tcp."));
  }

  @Test
  void countsSocketsAsTheKernelPrintsThem() throws Exception {
    List<Point> points = points(Procpush.once());
    String printed =
        namespace.run("awk", PRINT_SOCKETS, "/proc/self/net/sockstat", "/proc/self/net/sockstat6");

    for (String line : printed.lines().toList()) {
      String[] words = line.split(" ", -1);
      String transport = words[0].replaceFirst("6$", "");
      String type = words[0].endsWith("6") ? "ipv6" : "ipv4";
      if (words[1].equals("inuse") && !transport.equals("frag")) {
        assertThat(points)
            .as(line)
            .filteredOn(point -> point.name().equals("netns.network.socket.inuse"))
            .filteredOn(point -> point.attribute("network.transport").equals(transport))
            .filteredOn(point -> point.attribute("network.type").equals(type))
            .extracting(Point::value)
            .containsExactly(words[2]);
      }
    }
    assertThat(points).noneMatch(point -> point.name().contains(".global."));
    assertThat(printed).contains("tcp6 inuse");
  }

  @Test
  void tellsOfTheWholeMachineUnderTheHostAlone() throws Exception {
    Collected once = Procpush.once();

    assertThat(once.named("system.network.global."))
        .extracting(Point::name)
        .containsExactlyInAnyOrder(
            "system.network.global.tcp.alloc",
            "system.network.global.tcp.memory",
            "system.network.global.tcp.orphan",
            "system.network.global.udp.memory");
    assertThat(once.points()).noneMatch(p -> p.name().matches("(netns|container).*global.*"));
    long pageSize = Long.parseLong(Command.run("getconf", "PAGESIZE").strip());
    assertThat(once.named("system.network.global.tcp.memory").getFirst().number() % pageSize)
        .isZero();
  }

  /// All that nstat knows, but for the types of messages that the host has not seen as well: their
  /// metrics are made in the first collection for the second.
  private Map<String, String> nstat() throws Exception {
    String json = namespace.run("nstat", "-asz", "--json");
    Map<String, String> numbers = new TreeMap<>();
    Json.map(Json.map(Json.parse(json)).get("kernel"))
        .forEach((name, value) -> numbers.put("" + name, "" + value));
    numbers.keySet().removeIf(name -> name.matches("(IcmpMsg|Icmp6)(In|Out)Type[0-9]+"));
    return numbers;
  }

  /// nstat writes protocol and field as one word.
  private static String metric(String name, Map<String, String> numbers) {
    List<String> fitting =
        List.of(
                "Icmp6",
                "Udp6",
                "UdpLite6",
                "Ip6",
                "IcmpMsg",
                "IpExt",
                "TcpExt",
                "MPTcpExt",
                "Ip",
                "Icmp",
                "Tcp",
                "UdpLite",
                "Udp")
            .stream()
            .filter(name::startsWith)
            .map(
                protocol ->
                    "netns.network.%s.%s"
                        .formatted(
                            protocol.toLowerCase(Locale.ROOT),
                            SnakeCase.of(name.substring(protocol.length()))))
            .filter(numbers::containsKey)
            .toList();
    return fitting.isEmpty() ? "no metric of " + name : fitting.getFirst();
  }

  private static String value(String name, String value) {
    return MILLISECONDS.contains(name) ? Double.toString(Long.parseLong(value) / 1000.0) : value;
  }

  private static boolean isProtocolCounter(String name) {
    return name.matches("netns\\.network\\.(ip|icmp|tcp|udp|mptcp)[a-z0-9]*\\..*")
        && !name.matches(".*\\.(time_wait|orphan)");
  }

  private Map<String, String> numbers(Collected collected) {
    return points(collected).stream()
        .filter(point -> point.attributes().size() == 1)
        .collect(Collectors.toMap(Point::name, Point::value));
  }

  private List<Point> points(Collected collected) {
    String inode = Long.toString(namespace.inode());
    return collected.named("netns.network.").stream()
        .filter(point -> point.attribute("netns.inode").equals(inode))
        .toList();
  }
}
