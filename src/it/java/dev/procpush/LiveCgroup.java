// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.Collected.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// The cgroups of a container's first process, whose files this test finds and reads by itself.
///
/// @param pid as the host has it
/// @param path where the container's memory is counted, from the hierarchy's root
record LiveCgroup(long pid, String path) {
  /// What a container runs: it works and then sleeps, so that its numbers stand still.
  static final String WORK =
      "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; exec /bin/busybox sleep 600";

  private static final Path MOUNT = Path.of("/sys/fs/cgroup");
  private static final Duration LONG = Duration.ofSeconds(90);

  /// Version 2 counts in these.
  private static final double MICRO = 1e-6;

  /// Waits until the process has done its work.
  static LiveCgroup ofWorker(long pid) {
    Eventually.eventually(
        LONG,
        () ->
            assertThat(Files.readString(Path.of("/proc/" + pid + "/cmdline")))
                .isEqualTo("/bin/busybox\0sleep\0" + "600\0"));
    return new LiveCgroup(pid, path(pid, "memory"));
  }

  /// Asserts that the numbers of a collection are those of the files.
  ///
  /// @param id what its series have as `container.id`
  /// @return its point of `container.info`
  Point assertTold(Callable<Collected> collection, String id) throws Exception {
    double secondsBefore = cpuSeconds();
    Collected collected = collection.call();
    double secondsAfter = cpuSeconds();
    Map<String, List<Point>> points =
        collected.named("container.").stream()
            .filter(point -> point.attribute("container.id").equals(id))
            .collect(Collectors.groupingBy(Point::name));

    assertThat(points)
        .containsKeys("container.cpu.time", "container.memory.usage", "container.uptime");
    assertThat(
            points.getOrDefault("container.cpu.time", List.of()).stream()
                .mapToDouble(point -> Double.parseDouble(point.value()))
                .sum())
        .isPositive()
        .isBetween(secondsBefore - MICRO, secondsAfter + MICRO);
    assertThat(points.get("container.memory.limit"))
        .singleElement()
        .extracting(Point::number)
        .isEqualTo(number("memory", "memory.limit_in_bytes", "memory.max"));
    assertThat(points.get("container.thread.count"))
        .singleElement()
        .extracting(Point::number)
        .isEqualTo(number("pids", "pids.current", "pids.current"));
    assertThat(points.get("container.process.count"))
        .singleElement()
        .extracting(Point::number)
        .isEqualTo((long) Files.readAllLines(folder("pids").resolve("cgroup.procs")).size());
    Point info = points.getOrDefault("container.info", List.of()).getFirst();
    assertThat(info.attributes())
        .containsEntry("container.linux.cgroup", path)
        .containsEntry("netns.inode", netInode());
    return info;
  }

  /// The inode of its network namespace's files.
  String netInode() throws IOException {
    return Files.getAttribute(Path.of("/proc/" + pid + "/net/dev"), "unix:ino").toString();
  }

  /// As the kernel has measured it, in both modes together; of version 2 where that has the
  /// container. In one hierarchy it has a little more than in another, in which it was later.
  private double cpuSeconds() throws IOException {
    Path unified = folder("unified").resolve("cpu.stat");
    if (!path(pid, "unified").equals(path) || !Files.exists(unified)) {
      return number(folder("cpuacct").resolve("cpuacct.usage")) / 1e9;
    }
    return Files.readAllLines(unified).stream()
        .filter(line -> line.startsWith("usage_usec "))
        .mapToDouble(line -> Double.parseDouble(line.substring("usage_usec ".length())) / 1e6)
        .sum();
  }

  private long number(String controller, String version1, String version2) throws IOException {
    Path file = folder(controller).resolve(version1);
    return number(Files.exists(file) ? file : folder(controller).resolve(version2));
  }

  private static long number(Path file) throws IOException {
    return Long.parseLong(Files.readString(file).strip());
  }

  private Path folder(String controller) {
    Path hierarchy = MOUNT.resolve(controller);
    Path mount = Files.isDirectory(hierarchy) ? hierarchy : MOUNT;
    return mount.resolve(path(pid, controller).substring(1));
  }

  /// What `/proc` shows: the controller's line, else the one of version 2.
  private static String path(long pid, String controller) {
    String lines = Command.run("cat", "/proc/" + pid + "/cgroup");
    return lines
        .lines()
        .filter(line -> line.matches("[0-9]+:([a-z_]+,)*" + controller + "(,[a-z_]+)*:/.*"))
        .findFirst()
        .or(() -> lines.lines().filter(line -> line.startsWith("0::")).findFirst())
        .map(line -> line.substring(line.indexOf(":/") + 1))
        .orElseThrow();
  }
}
