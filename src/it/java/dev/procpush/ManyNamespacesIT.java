// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static dev.procpush.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.CountingReceiver.Cycle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A host with 5,000 network namespaces, more than the agent's heap has room for: the limit on
/// series holds, unnamed namespaces go first, the host stays, and so does the agent.
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ManyNamespacesIT {

  private static final int CONTAINERS = 3_000;
  private static final int UNNAMED = 2_000;
  private static final int CYCLES = 8;
  private static final int HOST_POINTS = 2 * 16;
  private static final int OWN_POINTS = 200;
  private static final long HOSTS_INODE = 4026531840L;
  private static final long RESIDENT_LIMIT = 192L << 20;

  /// Each namespace shall have what net/dev tells, sixteen series, and nothing else.
  private static final String NOT_NET_DEV =
      "^container\\.[^n]|^netns\\.info|\\.network\\.(arp|conn|fragment|global|icmp|interface|ip|socket|softnet|tcp|udp)";

  private static final Duration LONGEST = Duration.ofSeconds(150);

  private static final String HEADER =
      """
      Inter-|   Receive                                                |  Transmit
       face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
      """;

  private Path folder;

  @BeforeAll
  void make(@TempDir Path folder) throws IOException {
    this.folder = folder;
    compose();
  }

  @Test
  void holdsTheLimitAndLives() throws Exception {
    Path log = folder.resolve("log");
    try (CountingReceiver receiver = new CountingReceiver()) {
      Process agent = start(receiver, log);
      try {
        List<Cycle> cycles =
            eventually(
                LONGEST,
                () -> {
                  List<Cycle> all = receiver.cycles();
                  assertThat(all).hasSizeGreaterThan(CYCLES);
                  List<Cycle> complete = all.subList(0, all.size() - 1);
                  assertThat(complete).anyMatch(ManyNamespacesIT::isFull);
                  return complete;
                });

        assertThat(cycles).allSatisfy(ManyNamespacesIT::assertWithinTheLimit);
        assertThat(cycles.getLast().sum("procpush.collector.skipped series_limit"))
            .isGreaterThan(cycles.getFirst().sum("procpush.collector.skipped series_limit"));
        assertThat(largestResidentBytes(agent)).isLessThan(RESIDENT_LIMIT);
        agent.destroy();
        assertThat(agent.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(agent.exitValue()).as(Files.readString(log)).isZero();
        assertThat(Files.readString(log).lines())
            .noneMatch(line -> line.contains("OutOfMemory"))
            .filteredOn(line -> line.contains("series.max"))
            .hasSize(1);
      } finally {
        agent.destroyForcibly().waitFor();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "otlp-json", "prometheus"})
  void printsThemInTheSameMemory(String format) throws Exception {
    Ended once =
        Procpush.run(
            "once",
            "--format=" + format,
            "--path.procfs=" + folder.resolve("proc"),
            "--metrics.exclude=" + NOT_NET_DEV);
    assertThat(once.exitCode()).as(once.errors()).isZero();
    assertThat(Pattern.compile("container[._]network[._]io").matcher(once.output()).results())
        .isNotEmpty();
    assertThat(once.output()).endsWith("\n").hasSizeGreaterThan(1_000_000);
  }

  private static void assertWithinTheLimit(Cycle cycle) {
    long limit = cycle.sum("procpush.series.limit");
    assertThat(limit).isBetween(5_000L, (CONTAINERS + UNNAMED) * 16L - 1);
    assertThat(cycle.points("system.network.")).isEqualTo(HOST_POINTS);
    assertThat(cycle.points("container.network.") + cycle.points("netns.network."))
        .isLessThanOrEqualTo(limit);
    assertThat(cycle.points("")).isLessThanOrEqualTo(limit + HOST_POINTS + OWN_POINTS);
  }

  /// All containers, and of the unnamed ones those that still fit: their worth decides.
  private static boolean isFull(Cycle cycle) {
    long containers = cycle.points("container.network.");
    long limit = cycle.sum("procpush.series.limit");
    return containers == CONTAINERS * 16L
        && cycle.points("netns.network.") > limit - containers - 16
        && cycle.sum("procpush.collector.skipped series_limit") > 0;
  }

  private Process start(CountingReceiver receiver, Path log) throws IOException {
    List<String> line =
        Procpush.commandLine(
            "run", "--path.procfs=" + folder.resolve("proc"), "--metrics.exclude=" + NOT_NET_DEV);
    return Procpush.process(receiver.settings(3_000), line)
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

  /// Each process has a namespace of its own.
  private void compose() throws IOException {
    process(1, "init", "/", HOSTS_INODE, List.of("lo", "eth0"));
    process(2, "kthreadd", "/", HOSTS_INODE, List.of("lo", "eth0"));
    for (int i = 0; i < CONTAINERS + UNNAMED; i++) {
      String cgroup =
          i < CONTAINERS ? "/docker/" + "%08x".formatted(0xc0000000 | i).repeat(8) : "/";
      process(1000 + i, "sleep", cgroup, HOSTS_INODE + 1000 + i, List.of("lo", "eth0"));
    }
  }

  private void process(int pid, String name, String cgroup, long inode, List<String> interfaces)
      throws IOException {
    Path process = folder.resolve("proc/" + pid);
    Files.createDirectories(process.resolve("net"));
    Files.createDirectory(process.resolve("ns"));
    Files.createSymbolicLink(process.resolve("ns/net"), Path.of("net:[" + inode + "]"));
    Files.writeString(process.resolve("cgroup"), "0::" + cgroup + "\n");
    Files.writeString(
        process.resolve("stat"), "%d (%s) S 0%s\n".formatted(pid, name, " 1".repeat(48)));
    String numbers = numbers(pid);
    Files.writeString(
        process.resolve("net/dev"),
        interfaces.stream()
            .map(interfaceName -> interfaceName + ":" + numbers + "\n")
            .collect(Collectors.joining("", HEADER, "")),
        UTF_8);
  }

  private static String numbers(int pid) {
    return IntStream.range(0, 16)
        .mapToObj(column -> " " + (pid * 100L + column))
        .collect(Collectors.joining());
  }
}
