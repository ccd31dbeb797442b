// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.Collected.Point;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Tracked connections of the running kernel, against what `conntrack` and sysctl say inside the
/// namespace.
@RequiresRoot
@Timeout(180)
final class LiveConntrackIT {
  private static final Pattern COLUMN = Pattern.compile("(\\w+)=(\\d+)");
  private static final String PREFIX = "netns.network.conntrack.";

  @Test
  void countsTheFlowsOfANamespaceAndWhatBecameOfThem() throws Exception {
    try (LiveNamespace tracking = LiveNamespace.create();
        LiveNamespace other = LiveNamespace.create()) {
      addInterface(tracking);
      addInterface(other);
      tracking.run("iptables -A INPUT -m conntrack --ctstate INVALID -j DROP".split(" "));
      tracking.run(
          "bash", "-c", "for port in {7001..7017}; do echo x > /dev/udp/127.0.0.1/$port; done");
      for (int port = 1; port <= 3; port++) {
        tracking.run(
            "conntrack -I -p udp -s 192.0.2.1 -d 192.0.2.2 --sport %d --dport 53 --timeout 600"
                .formatted(port)
                .split(" "));
      }

      Collected once = Procpush.once();

      Map<String, Long> points = points(once, tracking);
      assertThat(points.remove("count"))
          .isEqualTo(17 + 3)
          .isEqualTo(number(tracking.run("conntrack", "-C")))
          .isEqualTo(number(tracking.run("sysctl", "-n", "net.netfilter.nf_conntrack_count")));
      Map<String, Long> statistics = statistics(tracking.run("conntrack", "-S"));
      // no kernel that conntrack knows of counts it any more, nor does it say so
      assertThat(points.remove("ignore")).isZero();
      assertThat(points).containsEntry("insert", 3L).hasSize(7);
      assertThat(statistics).containsAllEntriesOf(points);
      assertThat(points(once, other).values()).hasSize(9).containsOnly(0L);
    }
  }

  @Test
  void tellsTheLimitOfTheHost() throws Exception {
    assertThat(Procpush.once().named("system.network.conntrack.limit"))
        .singleElement()
        .extracting(Point::number)
        .isEqualTo(number(Command.run("sysctl", "-n", "net.netfilter.nf_conntrack_max")));
  }

  /// Makes it a namespace that somebody uses.
  private static void addInterface(LiveNamespace namespace) {
    namespace.run("ip link set lo up".split(" "));
    namespace.run("ip link add left type veth peer name right".split(" "));
  }

  private static Map<String, Long> points(Collected collected, LiveNamespace namespace) {
    return collected.named(PREFIX).stream()
        .filter(point -> point.attribute("netns.inode").equals("" + namespace.inode()))
        .collect(Collectors.toMap(point -> point.name().substring(PREFIX.length()), Point::number));
  }

  /// The lines of all CPUs, as in `cpu=0 found=0 invalid=3 …`, summed.
  private static Map<String, Long> statistics(String text) {
    Map<String, Long> statistics = new HashMap<>();
    Matcher column = COLUMN.matcher(text);
    while (column.find()) {
      statistics.merge(column.group(1), Long.parseLong(column.group(2)), Long::sum);
    }
    return statistics;
  }

  private static long number(String text) {
    return Long.parseLong(text.strip());
  }
}
