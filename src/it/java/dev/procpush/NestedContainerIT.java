// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static dev.procpush.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.procpush.Collected.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// A container in whose cgroups there is one more, as Docker within Docker makes them, and a
/// process of which works.
@RequiresDocker
@RequiresRoot
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NestedContainerIT {
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String INNER = "feedbeef01234567".repeat(4);
  private static final double HELD = 5_000_000;

  /// Version 2 counts in microseconds.
  private static final Offset<Double> MICROS = within(3e-6);

  /// The inner one's process works, and holds memory, when it has been moved there.
  private static final String WORK =
      "mkfifo /tmp/go; (read x < /tmp/go; i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done;"
          + " held=$(head -c 5000000 /dev/zero | tr '\\0' x); echo ready > /dev/stderr; read x <"
          + " /tmp/go) & i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; exec sleep 600";

  private final String name = "procpush-it-outer-" + ProcessHandle.current().pid();
  private ContainerCgroup outer = new ContainerCgroup(List.of());
  private String id = "";
  private String inner = "";

  @BeforeAll
  void start() throws IOException {
    id =
        Command.run("docker", "run", "-d", "--name", name, "busybox:1.37", "sh", "-c", WORK)
            .strip();
    outer = ContainerCgroup.of(id);
    eventually(SOON, () -> assertThat(worker()).isNotEmpty());
    inner = worker();
    for (Path folder : outer.folders()) {
      Path within = folder.resolve("docker").resolve(INNER);
      Files.createDirectories(within);
      // those of cpuset want to know first what they may use
      if (!Files.exists(within.resolve("cpuset.cpus"))) {
        Files.writeString(within.resolve("cgroup.procs"), inner);
      }
    }
    Command.run("docker", "exec", name, "sh", "-c", "echo > /tmp/go");
    eventually(SOON, () -> assertThat(Command.run("docker", "logs", name)).contains("ready"));
  }

  /// The shell that waits, once the other one has become its `sleep`.
  private String worker() throws IOException {
    List<String> pids = Files.readAllLines(outer.folders().getFirst().resolve("cgroup.procs"));
    List<String> shells = new ArrayList<>();
    for (String pid : pids) {
      if (Files.readString(Path.of("/proc", pid, "comm")).strip().equals("sh")) {
        shells.add(pid);
      }
    }
    return pids.size() == 2 && shells.size() == 1 ? shells.getFirst() : "";
  }

  @AfterAll
  void stop() throws IOException {
    Command.works("docker", "kill", name);
    for (Path folder : outer.folders()) {
      Path parent = folder.resolve("docker");
      for (Path gone : List.of(parent.resolve(INNER), parent)) {
        eventually(Duration.ofSeconds(10), () -> Files.deleteIfExists(gone));
      }
    }
    Command.works("docker", "rm", "-fv", name);
  }

  /// Nothing runs: what the kernel says before and after is the same, and then the agent says it
  /// too.
  @Test
  void isCountedOnceAndForItself() {
    Map<String, Double> told =
        eventually(
            SOON,
            () -> {
              Map<String, Double> before = counted();
              Map<String, Double> between = told(Procpush.once());
              assertThat(counted()).isEqualTo(before);
              assertThat(between).containsAllEntriesOf(before);
              double inside = inner().cpuSeconds();
              assertThat(cpuSeconds(between, "inner ")).isCloseTo(inside, MICROS);
              assertThat(cpuSeconds(between, "outer "))
                  .isCloseTo(outer.cpuSeconds() - inside, MICROS);
              return between;
            });

    for (String one : List.of("inner ", "outer ")) {
      assertThat(told).containsEntry(one + "container.process.count", 1.0);
      assertThat(told.get(one + "container.memory.usage")).isPositive();
      assertThat(told.get(one + "container.cpu.time system")).isNotNegative();
      assertThat(told.get(one + "container.cpu.time user")).isPositive();
    }
    assertThat(told.get("inner container.memory.rss")).isGreaterThan(HELD);
    assertThat(told.get("outer container.memory.rss")).isLessThan(HELD);
  }

  /// Both are in one network namespace, which is that of the outer one.
  @Test
  void hasItsNetworkCountedOnce() throws Exception {
    Collected once = Procpush.once();

    assertThat(of(once, INNER)).noneMatch(point -> point.name().startsWith("container.network."));
    assertThat(of(once, id))
        .filteredOn(point -> point.name().equals("container.network.io"))
        .hasSize(2);
    String inode = Command.run("stat", "-c", "%i", "/proc/" + inner + "/net/dev").strip();
    assertThat(once.points())
        .filteredOn(point -> point.name().startsWith("netns."))
        .noneMatch(point -> point.attribute("netns.inode").equals(inode));
  }

  /// Of both modes together: it is that which is measured.
  private static double cpuSeconds(Map<String, Double> told, String container) {
    return told.getOrDefault(container + "container.cpu.time user", Double.NaN)
        + told.getOrDefault(container + "container.cpu.time system", Double.NaN);
  }

  private ContainerCgroup inner() {
    return new ContainerCgroup(
        outer.folders().stream().map(folder -> folder.resolve("docker").resolve(INNER)).toList());
  }

  /// What the kernel counts for the inner cgroup, and for the outer one beside that.
  private Map<String, Double> counted() throws IOException {
    Map<String, Double> counted = new TreeMap<>();
    if (ContainerCgroup.isVersion1("memory")) {
      add(counted, "container.memory.usage", "memory", "memory.usage_in_bytes", "", 1);
      add(counted, "container.memory.rss", "memory", "memory.stat", "total_rss", 1);
      add(counted, "container.memory.cache", "memory", "memory.stat", "total_cache", 1);
    } else {
      add(counted, "container.memory.usage", "memory", "memory.current", "", 1);
      add(counted, "container.memory.rss", "memory", "memory.stat", "anon", 1);
      add(counted, "container.memory.cache", "memory", "memory.stat", "file", 1);
    }
    add(counted, "container.thread.count", "pids", "pids.current", "", 1);
    return counted;
  }

  private void add(
      Map<String, Double> counted,
      String metric,
      String controller,
      String file,
      String key,
      double unit)
      throws IOException {
    Path whole = outer.folder(controller);
    long inside = number(whole.resolve("docker").resolve(INNER).resolve(file), key);
    counted.put("inner " + metric, inside / unit);
    counted.put("outer " + metric, (number(whole.resolve(file), key) - inside) / unit);
  }

  private static long number(Path file, String key) throws IOException {
    String prefix = key.isEmpty() ? "" : key + " ";
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith(prefix))
        .mapToLong(line -> Long.parseLong(line.substring(prefix.length())))
        .findFirst()
        .orElseThrow();
  }

  private Map<String, Double> told(Collected once) {
    Map<String, Double> told = new TreeMap<>();
    for (String container : List.of(id, INNER)) {
      for (Point point : of(once, container)) {
        String mode = point.attribute("cpu.mode");
        String key =
            (container.equals(INNER) ? "inner " : "outer ")
                + point.name()
                + (mode.isEmpty() ? "" : " " + mode);
        told.put(key, Double.parseDouble(point.value()));
      }
    }
    return told;
  }

  private static List<Point> of(Collected once, String container) {
    return once.named("container.").stream()
        .filter(point -> point.attribute("container.id").equals(container.substring(0, 12)))
        .toList();
  }
}
