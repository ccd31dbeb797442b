// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static dev.procpush.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.Collected.Point;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the running kernel tells of the host's network alone, against `ip` and the shell.
@RequiresRoot
@Timeout(180)
final class LiveHostNetworkIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  @Test
  void countsTheNeighboursOfAnInterface() throws Exception {
    String near = "ppn" + Long.toString(ProcessHandle.current().pid(), 36);
    try (LiveNamespace namespace = LiveNamespace.create()) {
      Command.run(
          "ip link add %s type veth peer name far netns %d"
              .formatted(near, namespace.pid())
              .split(" "));
      namespace.run("ip link set far up".split(" "));
      Command.run(("ip addr add 203.0.113.1/24 dev " + near).split(" "));
      Command.run(("ip link set " + near + " up").split(" "));
      for (int i = 2; i < 9; i++) {
        Command.run(
            "ip neigh add 203.0.113.%d lladdr 02:00:00:00:00:0%d dev %s"
                .formatted(i, i, near)
                .split(" "));
      }
      Command.run("bash", "-c", "echo x > /dev/udp/203.0.113.77/9");

      eventually(
          SOON,
          () -> {
            Collected once = Procpush.once("--interfaces.host.exclude=^veth");

            String neighbours = Command.run(("ip -4 neigh show dev " + near).split(" "));
            assertThat(neighbours.lines().filter(line -> line.contains("PERMANENT"))).hasSize(7);
            assertThat(neighbours).containsPattern("203.0.113.77 +(INCOMPLETE|FAILED)");
            assertThat(arpEntries(once)).containsEntry(near, neighbours.lines().count());
          });
      assertThat(arpEntries(Procpush.once("--interfaces.host.exclude=^ppn")))
          .doesNotContainKey(near);
    }
  }

  @Test
  void tellsEachCpusShareOfPackets() throws Exception {
    List<List<Long>> before = softnet();
    Collected once = Procpush.once();
    List<List<Long>> after = softnet();

    assertThat(before).hasSameSizeAs(after);
    Map<String, Long> processed = byCpu(once, "processed");
    assertThat(processed).hasSameSizeAs(after);
    for (int line = 0; line < after.size(); line++) {
      List<Long> least = before.get(line);
      List<Long> most = after.get(line);
      String cpu = "" + most.get(3);
      assertThat(processed.get(cpu)).isBetween(least.get(0), most.get(0));
      assertThat(byCpu(once, "dropped").get(cpu)).isBetween(least.get(1), most.get(1));
      assertThat(byCpu(once, "time_squeezed").get(cpu)).isBetween(least.get(2), most.get(2));
    }
    assertThat(once.named("system.network.softnet.")).hasSize(7 * after.size());
  }

  private static Map<String, Long> arpEntries(Collected once) {
    return once.named("system.network.arp.entry.count").stream()
        .collect(
            Collectors.toMap(point -> point.attribute("network.interface.name"), Point::number));
  }

  private static Map<String, Long> byCpu(Collected once, String metric) {
    return once.named("system.network.softnet." + metric).stream()
        .collect(Collectors.toMap(point -> point.attribute("cpu.logical_number"), Point::number));
  }

  /// Of each line the columns 1, 2, 3 and, where there is one, 13, by the shell's arithmetic; else
  /// the line's number.
  private static List<List<Long>> softnet() {
    String lines =
        Command.run(
            "bash",
            "-c",
            "n=0; while read -a c; do"
                + " echo $((16#${c[0]})) $((16#${c[1]})) $((16#${c[2]})) $((16#${c[12]:-$n}));"
                + " n=$((n + 1)); done < /proc/1/net/softnet_stat");
    return lines
        .lines()
        .map(line -> List.of(line.split(" ")).stream().map(Long::valueOf).toList())
        .toList();
  }
}
