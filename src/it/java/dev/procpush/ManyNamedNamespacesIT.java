// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static dev.procpush.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.CountingReceiver.Cycle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A host with 2,000 named network namespaces without processes: each is found, entered and
/// reported in one cycle, within the agent's usual memory.
@RequiresRoot
@Timeout(400)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ManyNamedNamespacesIT {
  private static final int COUNT = 2_000;
  private static final int STATES = 11;
  private static final Duration LONGEST = Duration.ofSeconds(150);
  private static final long RESIDENT_LIMIT = 192L << 20;
  private static final String SOCKETS = "netns.network.socket.count";
  private static final String ORPHANS = "netns.network.tcp.orphan";
  private static final String CONNECTIONS = "netns.network.connection.count";

  /// Each is expected to have an interface until the first is read; these have none but `lo`.
  private static final String OF_INTERFACES =
      "network\\.(io|packet|errors|fifo|frame|collisions|carrier|interface)";

  private final String own = "ppmany" + Long.toString(ProcessHandle.current().pid(), 36) + "-";
  private final List<String> names = IntStream.range(0, COUNT).mapToObj(i -> own + i).toList();

  private Path folder;

  @BeforeAll
  void make(@TempDir Path folder) throws IOException {
    this.folder = folder;
    batch("netns add ");
  }

  @AfterAll
  void delete() throws IOException {
    batch("netns delete ");
  }

  private void batch(String command) throws IOException {
    Path commands = folder.resolve("commands");
    Files.write(commands, names.stream().map(name -> command + name).toList());
    Command.run("ip", "-force", "-batch", commands.toString());
  }

  @Test
  void reportsEachInTheFirstCycle() throws Exception {
    Collected once = Procpush.onceInItsTime(options().toArray(String[]::new));

    assertThat(names(once, SOCKETS)).hasSize(COUNT).containsExactlyInAnyOrderElementsOf(names);
    assertThat(names(once, CONNECTIONS)).hasSize(COUNT * STATES);
    assertThat(names(once, ORPHANS)).hasSize(COUNT).containsExactlyInAnyOrderElementsOf(names);
    assertThat(once.named("netns.info"))
        .hasSize(COUNT)
        .allSatisfy(
            point ->
                assertThat(point.attributes())
                    .containsEntry("netns.kind", "named")
                    .doesNotContainKey("process.pid"));
    assertThat(once.named("procpush.collector.skipped")).allMatch(point -> point.number() == 0);
  }

  /// All of their metrics would be more series than the heap has room for.
  private List<String> options() {
    return List.of(
        "--namespaces.include=^" + own,
        "--containers.exclude=.",
        "--protocols.include=^Tcp_CurrEstab$",
        "--metrics.exclude=conntrack|fragment|inuse|" + OF_INTERFACES);
  }

  private static List<String> names(Collected collected, String metric) {
    return collected.named(metric).stream()
        .map(point -> point.attribute("netns.name"))
        .collect(Collectors.toList());
  }

  @Test
  void reportsEachInOneCycleOfMany() throws Exception {
    Path log = folder.resolve("log");
    try (CountingReceiver receiver = new CountingReceiver()) {
      Process agent = start(receiver, log);
      try {
        eventually(
            LONGEST,
            () ->
                assertThat(receiver.cycles())
                    .filteredOn(ManyNamedNamespacesIT::isComplete)
                    .hasSizeGreaterThanOrEqualTo(2));
        assertThat(largestResidentBytes(agent)).isLessThan(RESIDENT_LIMIT);
        agent.destroy();
        assertThat(agent.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(agent.exitValue()).as(Files.readString(log)).isZero();
        assertThat(Files.readString(log)).doesNotContain("series.max", "OutOfMemory");
      } finally {
        agent.destroyForcibly().waitFor();
      }
    }
  }

  private static boolean isComplete(Cycle cycle) {
    return cycle.points(SOCKETS) == COUNT && cycle.points(CONNECTIONS) == COUNT * STATES;
  }

  private Process start(CountingReceiver receiver, Path log) throws IOException {
    Map<String, String> settings =
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            receiver.endpoint(),
            "OTEL_EXPORTER_OTLP_PROTOCOL",
            "http/protobuf");
    List<String> line = new ArrayList<>(Procpush.commandLine("run"));
    line.addAll(options());
    return Procpush.process(settings, line)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private static long largestResidentBytes(Process process) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
