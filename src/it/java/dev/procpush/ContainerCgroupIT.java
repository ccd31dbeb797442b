// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.procpush.Collected.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
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

  /// Version 2 counts in these.
  private static final double MICRO = 1e-6;

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
    ContainerCgroup cgroup = ContainerCgroup.of(id);
    double before = cgroup.cpuSeconds();
    List<Point> points = points();
    double after = cgroup.cpuSeconds();

    assertThat(sum(points, "container.cpu.time")).isBetween(before - MICRO, after + MICRO);
    assertThat(sum(points, "container.cpu.limit")).isCloseTo(0.25, within(1e-9));
    assertThat(number(points, "container.cpu.throttled.periods"))
        .isPositive()
        .isEqualTo(cgroup.keyed("cpu", "cpu.stat", "nr_throttled"));
    assertThat(sum(points, "container.cpu.throttled.time")).isPositive();

    assertThat(number(points, "container.memory.limit")).isEqualTo(MEMORY);
    assertThat(number(points, "container.memory.available")).isBetween(1L, MEMORY);
    assertThat(number(points, "container.memory.oom_kills")).isEqualTo(1);
    assertThat(number(points, "container.memory.peak"))
        .isEqualTo(cgroup.number("memory", "memory.max_usage_in_bytes", "memory.peak"));
    assertThat(number(points, "container.memory.usage")).isBetween(1L, MEMORY);

    assertThat(number(points, "container.thread.limit")).isEqualTo(8);
    assertThat(number(points, "container.thread.count"))
        .isEqualTo(cgroup.number("pids", "pids.current", "pids.current"));
    assertThat(number(points, "container.thread.rejected"))
        .isPositive()
        .isEqualTo(cgroup.keyed("pids", "pids.events", "max"));
    assertThat(number(points, "container.process.count"))
        .isEqualTo(Files.readAllLines(cgroup.folder("pids").resolve("cgroup.procs")).size());
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
}
