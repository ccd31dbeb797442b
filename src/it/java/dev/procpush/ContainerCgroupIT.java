// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.procpush.Collected.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/// A container that has met each of its limits, against the files of its cgroup as this test finds
/// and reads them.
@RequiresDocker
@RequiresRoot
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ContainerCgroupIT {
  private static final long MEMORY = 48L << 20;
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

  /// Works until it was held up; wants more memory than there is; has more processes than it may.
  private static final String WORK =
      "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; (tail /dev/zero); "
          + "(for n in 1 2 3 4 5 6 7 8 9; do sleep 1 & done; wait); sleep 2; echo ready; "
          + "sleep 600; true";

  private GenericContainer<?> worker;
  private String id;

  @BeforeAll
  void start() {
    worker =
        new GenericContainer<>(DockerImageName.parse("busybox:1.37"))
            .withCommand("sh", "-c", WORK)
            .withCreateContainerCmdModifier(
                create ->
                    Objects.requireNonNull(create.getHostConfig())
                        .withMemory(MEMORY)
                        .withMemorySwap(MEMORY)
                        .withCpuPeriod(100_000L)
                        .withCpuQuota(25_000L)
                        .withPidsLimit(8L));
    worker.start();
    id = worker.getContainerId();
    Eventually.eventually(
        Duration.ofSeconds(90), () -> assertThat(worker.getLogs()).contains("ready"));
  }

  @AfterAll
  void stop() {
    worker.stop();
  }

  @Test
  void tellsWhatTheFilesOfItsCgroupTell() throws Exception {
    double before = cpuSeconds();
    List<Point> points = points();
    double after = cpuSeconds();

    assertThat(sum(points, "container.cpu.time")).isBetween(before - 0.011, after + 0.011);
    assertThat(sum(points, "container.cpu.limit")).isCloseTo(0.25, within(1e-9));
    assertThat(number(points, "container.cpu.throttled.periods"))
        .isPositive()
        .isEqualTo(keyed("cpu", "cpu.stat", "nr_throttled"));
    assertThat(sum(points, "container.cpu.throttled.time")).isPositive();

    assertThat(number(points, "container.memory.limit")).isEqualTo(MEMORY);
    assertThat(number(points, "container.memory.available")).isBetween(1L, MEMORY);
    assertThat(number(points, "container.memory.oom_kills")).isEqualTo(1);
    assertThat(number(points, "container.memory.peak"))
        .isEqualTo(value("memory", "memory.peak", "memory.max_usage_in_bytes"));
    assertThat(number(points, "container.memory.usage")).isBetween(1L, MEMORY);

    assertThat(number(points, "container.thread.limit")).isEqualTo(8);
    assertThat(number(points, "container.thread.count"))
        .isEqualTo(value("pids", "pids.current", "pids.current"));
    assertThat(number(points, "container.thread.rejected"))
        .isPositive()
        .isEqualTo(keyed("pids", "pids.events", "max"));
    assertThat(number(points, "container.process.count"))
        .isEqualTo(Files.readAllLines(folder("pids").resolve("cgroup.procs")).size());
  }

  @Test
  void endsItsSeriesWithTheContainer() throws Exception {
    try (GenericContainer<?> brief =
        new GenericContainer<>(DockerImageName.parse("busybox:1.37")).withCommand("sleep", "600")) {
      brief.start();
      String brieflyThere = brief.getContainerId().substring(0, 12);
      assertThat(of(brieflyThere)).isNotEmpty();
      brief.stop();
      assertThat(of(brieflyThere)).isEmpty();
    }
  }

  private List<Point> points() throws IOException {
    return of(id.substring(0, 12));
  }

  private static List<Point> of(String shortId) throws IOException {
    return Procpush.once().named("container.").stream()
        .filter(point -> point.attribute("container.id").equals(shortId))
        .filter(point -> !point.name().startsWith("container.network."))
        .toList();
  }

  private static double sum(List<Point> points, String name) {
    List<Point> named = points.stream().filter(point -> point.name().equals(name)).toList();
    assertThat(named).as(name).isNotEmpty();
    return named.stream().mapToDouble(point -> Double.parseDouble(point.value())).sum();
  }

  private static long number(List<Point> points, String name) {
    List<Point> named = points.stream().filter(point -> point.name().equals(name)).toList();
    assertThat(named).as(name).hasSize(1);
    return named.getFirst().number();
  }

  /// By mode, as it is told: version 1 samples the modes at each tick and so differs from
  /// `cpuacct.usage`.
  private double cpuSeconds() throws IOException {
    Path folder = folder("cpuacct");
    return Files.exists(folder.resolve("cpuacct.usage_user"))
        ? (nanoseconds(folder, "usage_user") + nanoseconds(folder, "usage_sys")) / 1e9
        : keyed("cpu", "cpu.stat", "usage_usec") / 1e6;
  }

  private static long nanoseconds(Path folder, String name) throws IOException {
    return Long.parseLong(Files.readString(folder.resolve("cpuacct." + name)).strip());
  }

  private long value(String controller, String unified, String version1) throws IOException {
    Path file = folder(controller).resolve(version1);
    return Long.parseLong(
        Files.readString(Files.exists(file) ? file : folder(controller).resolve(unified)).strip());
  }

  private long keyed(String controller, String file, String key) throws IOException {
    return Files.readAllLines(folder(controller).resolve(file)).stream()
        .filter(line -> line.startsWith(key + " "))
        .mapToLong(line -> Long.parseLong(line.substring(key.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  /// The folder with this container's id in its name.
  private Path folder(String controller) throws IOException {
    Path hierarchy =
        Files.isDirectory(CGROUPS.resolve(controller)) ? CGROUPS.resolve(controller) : CGROUPS;
    try (Stream<Path> folders = Files.walk(hierarchy.toRealPath(), 4)) {
      return folders
          .filter(Files::isDirectory)
          .filter(folder -> folder.getFileName().toString().contains(id))
          .findFirst()
          .orElseThrow();
    }
  }
}
