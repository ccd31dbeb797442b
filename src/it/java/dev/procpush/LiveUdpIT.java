// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static dev.procpush.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.Collected.Point;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Queues and drops of the running kernel's UDP sockets, against `ss` in the same namespace.
@RequiresRoot
@Timeout(180)
final class LiveUdpIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Pattern MEMORY =
      Pattern.compile("skmem:\\(r(\\d+),rb\\d+,t(\\d+),.*?,d(\\d+)\\)");

  @Test
  void sumsTheHostsSockets() throws Exception {
    try (SilentSockets _ = SilentSockets.open()) {
      eventually(
          SOON,
          () -> {
            List<Long> before = byTheKernel(Command::run);
            Collected once = Procpush.once();

            assertThat(before).isEqualTo(byTheKernel(Command::run));
            assertThat(sums(once.named("system.network.udp."))).isEqualTo(before);
          });
      assertSomethingWaitsAndSomethingWasDropped(byTheKernel(Command::run));
    }
  }

  @Test
  void sumsTheSocketsOfANamespaceForWhomAsks() throws Exception {
    try (LiveNamespace namespace = LiveNamespace.create()) {
      namespace.run("ip link set lo up".split(" "));
      namespace.run("ip link add left type veth peer name right".split(" "));
      Process sockets = SilentSockets.start(namespace);
      try {
        List<Long> expected = byTheKernel(namespace::run);
        assertSomethingWaitsAndSomethingWasDropped(expected);

        Collected once = Procpush.once("--metrics.include=^netns\\.network\\.udp\\.");
        assertThat(sums(of(once, namespace))).isEqualTo(expected);
        assertThat(of(Procpush.once(), namespace)).isEmpty();
      } finally {
        sockets.destroyForcibly().waitFor();
      }
    }
  }

  private static List<Point> of(Collected collected, LiveNamespace namespace) {
    return collected.points().stream()
        .filter(point -> point.name().matches("netns\\.network\\.udp\\.(queue|socket)\\..*"))
        .filter(point -> point.attribute("netns.inode").equals("" + namespace.inode()))
        .toList();
  }

  private static void assertSomethingWaitsAndSomethingWasDropped(List<Long> sums) {
    assertThat(sums.get(0)).as("IPv4, received").isPositive();
    assertThat(sums.get(2)).as("IPv4, dropped").isPositive();
    assertThat(sums.get(3)).as("IPv6, received").isPositive();
    assertThat(sums.get(5)).as("IPv6, dropped").isPositive();
  }

  /// Received, transmitted and dropped; first IPv4's, then IPv6's.
  private static List<Long> byTheKernel(Function<String[], String> run) {
    List<Long> sums = new ArrayList<>();
    for (String family : List.of("-4", "-6")) {
      long[] sum = new long[3];
      Matcher memory = MEMORY.matcher(run.apply(new String[] {"ss", "-uamnH", family}));
      while (memory.find()) {
        for (int i = 0; i < sum.length; i++) {
          sum[i] += Long.parseLong(memory.group(i + 1));
        }
      }
      sums.addAll(List.of(sum[0], sum[1], sum[2]));
    }
    return sums;
  }

  private static List<Long> sums(List<Point> points) {
    List<Long> sums = new ArrayList<>();
    for (String type : List.of("ipv4", "ipv6")) {
      for (String direction : List.of("receive", "transmit")) {
        sums.add(only(points, "queue.size", type, direction));
      }
      sums.add(only(points, "socket.dropped", type, ""));
    }
    return sums;
  }

  private static long only(List<Point> points, String name, String type, String direction) {
    List<Point> matching =
        points.stream()
            .filter(point -> point.name().endsWith(name))
            .filter(point -> point.attribute("network.type").equals(type))
            .filter(point -> point.attribute("network.io.direction").equals(direction))
            .toList();
    assertThat(matching).hasSize(1);
    return matching.getFirst().number();
  }
}
