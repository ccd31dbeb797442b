// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.Collected.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
  private static final String INNER = "feedbeef01234567".repeat(4);
  private static final String WORK =
      "mkfifo /tmp/go; (read x < /tmp/go; i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done;"
          + " echo ready; exec sleep 600) & i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done;"
          + " exec sleep 600";

  private final String name = "procpush-it-outer-" + ProcessHandle.current().pid();
  private final List<Path> outer = new ArrayList<>();
  private String id = "";

  @BeforeAll
  void start() throws IOException {
    id =
        Command.run(
                "docker",
                "run",
                "-d",
                "--name",
                name,
                "--network=none",
                "busybox:1.37",
                "sh",
                "-c",
                WORK)
            .strip();
    try (Stream<Path> folders = Files.walk(CGROUPS, 4)) {
      folders
          .filter(Files::isDirectory)
          .filter(folder -> folder.getFileName().toString().contains(id))
          .forEach(outer::add);
    }
    assertThat(outer).isNotEmpty();
    Eventually.eventually(Duration.ofSeconds(60), () -> assertThat(worker()).isNotEmpty());
    String worker = worker();
    for (Path folder : outer) {
      Path inner = folder.resolve("docker").resolve(INNER);
      Files.createDirectories(inner);
      // those of cpuset want to know first what they may use
      if (!Files.exists(inner.resolve("cpuset.cpus"))) {
        Files.writeString(inner.resolve("cgroup.procs"), worker);
      }
    }
    Command.run("docker", "exec", name, "sh", "-c", "echo > /tmp/go");
    Eventually.eventually(
        Duration.ofSeconds(90),
        () -> assertThat(Command.run("docker", "logs", name)).contains("ready"));
  }

  /// The shell that waits, once the other one has become its `sleep`.
  private String worker() throws IOException {
    List<String> pids = Files.readAllLines(outer.getFirst().resolve("cgroup.procs"));
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
    for (Path folder : outer) {
      Path parent = folder.resolve("docker");
      for (Path gone : List.of(parent.resolve(INNER), parent)) {
        Eventually.eventually(Duration.ofSeconds(10), () -> Files.deleteIfExists(gone));
      }
    }
    Command.works("docker", "rm", "-fv", name);
  }

  @Test
  void isCountedOnceAndForItself() throws Exception {
    double before = cpuSeconds();
    Collected once = Procpush.once();
    double after = cpuSeconds();
    List<Point> own = of(once, id);
    List<Point> inner = of(once, INNER);

    double innerSeconds = sum(inner, "container.cpu.time");
    double ownSeconds = sum(own, "container.cpu.time");
    assertThat(ownSeconds + innerSeconds).isBetween(before - 0.011, after + 0.011);
    assertThat(innerSeconds).isPositive();
    assertThat(ownSeconds).isPositive();
    for (List<Point> one : List.of(own, inner)) {
      assertThat(sum(one, "container.process.count")).isEqualTo(1);
      assertThat(sum(one, "container.thread.count")).isEqualTo(1);
      assertThat(sum(one, "container.memory.usage")).isPositive();
    }
  }

  private static List<Point> of(Collected once, String container) {
    return once.named("container.").stream()
        .filter(point -> point.attribute("container.id").equals(container.substring(0, 12)))
        .toList();
  }

  private static double sum(List<Point> points, String metric) {
    List<Point> named = points.stream().filter(point -> point.name().equals(metric)).toList();
    assertThat(named).as(metric).isNotEmpty();
    return named.stream().mapToDouble(point -> Double.parseDouble(point.value())).sum();
  }

  /// All that the kernel counts for the outer container's cgroup.
  private double cpuSeconds() throws IOException {
    Path folder = folder("cpuacct");
    if (Files.exists(folder.resolve("cpuacct.usage_user"))) {
      return (nanoseconds(folder, "cpuacct.usage_user") + nanoseconds(folder, "cpuacct.usage_sys"))
          / 1e9;
    }
    return Files.readAllLines(folder.resolve("cpu.stat")).stream()
        .filter(line -> line.startsWith("usage_usec "))
        .mapToDouble(line -> Double.parseDouble(line.substring("usage_usec ".length())) / 1e6)
        .sum();
  }

  private static double nanoseconds(Path folder, String file) throws IOException {
    return Double.parseDouble(Files.readString(folder.resolve(file)).strip());
  }

  private Path folder(String controller) {
    return outer.stream()
        .filter(folder -> folder.startsWith(CGROUPS.resolve(controller)))
        .findFirst()
        .orElse(outer.getFirst());
  }
}
