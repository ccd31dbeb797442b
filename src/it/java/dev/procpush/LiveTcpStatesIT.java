// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.Collected.Point;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A namespace with sockets in every state they can be held in, against what `ss` tells inside it.
@RequiresRoot
@Timeout(120)
final class LiveTcpStatesIT {
  private static final Map<String, String> STATES =
      Map.ofEntries(
          Map.entry("LISTEN", "listen"),
          Map.entry("ESTAB", "established"),
          Map.entry("SYN-SENT", "syn_sent"),
          Map.entry("SYN-RECV", "syn_received"),
          Map.entry("FIN-WAIT-1", "fin_wait_1"),
          Map.entry("FIN-WAIT-2", "fin_wait_2"),
          Map.entry("TIME-WAIT", "time_wait"),
          Map.entry("UNCONN", "closed"),
          Map.entry("CLOSE-WAIT", "close_wait"),
          Map.entry("LAST-ACK", "last_ack"),
          Map.entry("CLOSING", "closing"));

  private static final List<String> NOTHING_ALLOWED =
      List.of("setpriv", "--bounding-set", "-all", "--inh-caps", "-all");

  @TempDir Path folder;

  @Test
  void countsWhatSsCounts() throws Exception {
    countsWhatSsCounts(_ -> Procpush.once());
  }

  /// By net/tcp and net/tcp6 then.
  @Test
  void countsTheSameWithoutCapabilities() throws Exception {
    countsWhatSsCounts(
        namespace -> {
          List<String> line = new ArrayList<>(NOTHING_ALLOWED);
          line.addAll(
              Procpush.commandLine(
                  "once",
                  "--format=otlp-json",
                  "--namespaces.include=^" + namespace.inode() + "$"));
          Ended once = Ended.run(Procpush.process(Map.of(), line));
          assertThat(once.exitCode()).as(once.errors()).isZero();
          assertThat(once.complaints("show no interface state and addresses")).hasSize(1);
          Collected collected = Collected.parse(once.output());
          assertThat(collected.named("netns.network.interface.")).isEmpty();
          return collected;
        });
  }

  private void countsWhatSsCounts(Once once) throws Exception {
    try (LiveNamespace namespace = LiveNamespace.create()) {
      namespace.ip(List.of("link set lo up"));
      namespace.run("ip link add left type veth peer name right".split(" "));
      Process sockets =
          new ProcessBuilder(
                  "nsenter", "--net=/proc/" + namespace.pid() + "/ns/net", program().toString())
              .redirectErrorStream(true)
              .start();
      try {
        assertThat(sockets.inputReader(UTF_8).readLine()).isEqualTo("ready 3");

        Map<String, Long> before = ss(namespace);
        List<Point> points =
            once.collect(namespace).named("netns.network.").stream()
                .filter(point -> point.attribute("netns.inode").equals("" + namespace.inode()))
                .toList();

        Map<String, Long> counted = new TreeMap<>();
        for (Point point : points) {
          if (point.name().equals("netns.network.connection.count")) {
            counted.put(point.attribute("network.connection.state"), point.number());
          }
        }
        assertThat(counted).isEqualTo(before).isEqualTo(ss(namespace));
        assertThat(counted).hasSize(11).containsEntry("closed", 0L);
        assertThat(counted.values().stream().filter(count -> count > 0)).hasSize(10);
        assertThat(points)
            .filteredOn(point -> point.name().equals("netns.network.tcp.orphan"))
            .extracting(Point::number)
            .containsExactly(3L);
      } finally {
        sockets.destroyForcibly().onExit().join();
      }
    }
  }

  private static Map<String, Long> ss(LiveNamespace namespace) {
    Map<String, Long> counts = new TreeMap<>();
    STATES.values().forEach(state -> counts.put(state, 0L));
    for (String line : namespace.run("ss", "-tanH").split("\n", -1)) {
      String state = STATES.get(line.split(" ", 2)[0]);
      if (state != null) {
        counts.merge(state, 1L, Long::sum);
      }
    }
    return counts;
  }

  private Path program() throws IOException {
    Path source = folder.resolve("tcpstates.c");
    Path program = folder.resolve("tcpstates");
    try (InputStream in = LiveTcpStatesIT.class.getResourceAsStream("tcpstates.c")) {
      Files.copy(Objects.requireNonNull(in), source);
    }
    Command.run("gcc", "-O1", "-o", program.toString(), source.toString());
    return program;
  }

  /// One collection.
  @FunctionalInterface
  private interface Once {
    Collected collect(LiveNamespace namespace) throws Exception;
  }
}
