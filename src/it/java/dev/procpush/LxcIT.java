// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static dev.procpush.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.procpush.Collected.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A container of a real LXC, with an interface of its own.
@RequiresLxc
@RequiresRoot
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LxcIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

  /// Where LXC's monitor goes when its container has ended. It stays.
  private static final String PIVOT = "lxc.pivot";

  private final String name = "procpush-it-lxc-" + ProcessHandle.current().pid();
  private final boolean leavesNothing = pivots().isEmpty();
  @TempDir private static Path folder;
  private LiveCgroup cgroup;

  @BeforeAll
  void start() throws IOException {
    Path root = folder.resolve("rootfs");
    for (String mountPoint : List.of("bin", "dev", "proc", "sys")) {
      Files.createDirectories(root.resolve(mountPoint));
    }
    Files.copy(Path.of("/bin/busybox"), root.resolve("bin/busybox"));
    Files.createSymbolicLink(root.resolve("bin/sh"), Path.of("busybox"));
    Files.writeString(root.resolve("work"), LiveCgroup.WORK);
    Path config = folder.resolve("config");
    Files.writeString(
        config,
        """
        lxc.rootfs.path = dir:%s
        lxc.init.cmd = /bin/sh /work
        lxc.uts.name = inside
        lxc.net.0.type = veth
        lxc.net.0.flags = up
        lxc.apparmor.profile = unconfined
        %s
        """
            .formatted(root, limits()));
    lxc("lxc-start", "-f", config.toString(), "-o", folder.resolve("log").toString());
    cgroup = LiveCgroup.ofWorker(Long.parseLong(lxc("lxc-info", "-p", "-H").strip()));
  }

  @AfterAll
  void stop() throws IOException {
    lxc("lxc-stop", "-k");
    if (leavesNothing) {
      for (Path pivot : pivots()) {
        eventually(SOON, () -> Files.deleteIfExists(pivot));
      }
    }
  }

  @Test
  void tellsWhatTheFilesOfItsCgroupTell() throws Exception {
    Point info = cgroup.assertTold(Procpush::once, name);

    assertThat(info.attributes())
        .containsEntry("container.runtime.name", "lxc")
        .containsEntry("container.linux.cgroup", "/lxc.payload." + name)
        .containsEntry("container.network.mode", "own")
        .doesNotContainKey("container.name");
  }

  @Test
  void tellsOfItsInterface() throws Exception {
    List<Point> told = Procpush.once().network("container", "container.id", name);

    assertThat(Collected.interfaces(told)).containsExactly("eth0");
    assertThat(told).hasSize(16);
  }

  /// LXC's monitor is on the host and counts for no container.
  @Test
  void doesNotTakeTheMonitorForAContainer() throws Exception {
    String monitor = Command.run("ps", "-o", "ppid=", "-p", "" + cgroup.pid()).strip();
    assertThat(Files.readString(Path.of("/proc", monitor, "cgroup"))).contains(name);

    assertThat(Procpush.once().named("container.info"))
        .filteredOn(point -> point.attribute("container.linux.cgroup").contains(name))
        .hasSize(1);
  }

  @Test
  void isToldApartFromOthersOfItsName() throws Exception {
    String payload = "/lxc.payload." + name;
    String users = "/user.slice/user-64321.slice/user@64321.service" + payload;
    try (HandmadeCgroup _ = HandmadeCgroup.withProcess(users);
        HandmadeCgroup _ = HandmadeCgroup.withProcess(payload + payload)) {
      Collected collected = Procpush.once();

      Map<String, String> cgroups =
          collected.named("container.info").stream()
              .filter(point -> point.attribute("container.linux.cgroup").contains(payload))
              .collect(
                  Collectors.toMap(
                      point -> point.attribute("container.id"),
                      point -> point.attribute("container.linux.cgroup")));
      assertThat(cgroups)
          .isEqualTo(
              Map.of(
                  name,
                  payload,
                  "user-64321/" + name,
                  users,
                  name + "/" + name,
                  payload + payload));
      assertThat(collected.named("container.process.count"))
          .filteredOn(point -> cgroups.containsKey(point.attribute("container.id")))
          .hasSize(3)
          .allSatisfy(point -> assertThat(point.number()).isEqualTo(1));
      assertThat(collected.named("container.cpu.time"))
          .extracting(point -> point.attribute("container.id"))
          .containsAll(cgroups.keySet());
    }
  }

  /// As LXC does after a restart where something of the last run is left.
  @Test
  void keepsItsNameWhereACgroupIsLeftOver() throws Exception {
    String other = name + "-again";
    try (HandmadeCgroup _ = HandmadeCgroup.empty("/lxc.payload." + other + "/leftover")) {
      lxcNamed(
          other,
          "lxc-start",
          "-f",
          folder.resolve("config").toString(),
          "-o",
          folder.resolve("log-again").toString());
      try {
        assertThat(Procpush.once().named("container.info"))
            .filteredOn(point -> point.attribute("container.linux.cgroup").contains(other))
            .extracting(
                point -> point.attribute("container.id"),
                point -> point.attribute("container.linux.cgroup"))
            .containsExactly(tuple(other, "/lxc.payload." + other + "-1"));
      } finally {
        lxcNamed(other, "lxc-stop", "-k");
      }
    }
  }

  private String lxc(String program, String... arguments) {
    return lxcNamed(name, program, arguments);
  }

  private static String lxcNamed(String itsName, String program, String... arguments) {
    List<String> line =
        Stream.concat(
                Stream.of(program, "-n", itsName, "-P", folder.toString()), Stream.of(arguments))
            .toList();
    return Command.run(line.toArray(String[]::new));
  }

  private static String limits() {
    return Files.exists(CGROUPS.resolve("cgroup.controllers"))
        ? "lxc.cgroup2.memory.max = 32M"
        : "lxc.cgroup.memory.limit_in_bytes = 32M";
  }

  private static List<Path> pivots() {
    try (Stream<Path> hierarchies = Files.list(CGROUPS)) {
      return Stream.concat(Stream.of(CGROUPS), hierarchies)
          .map(hierarchy -> hierarchy.resolve(PIVOT))
          .filter(Files::isDirectory)
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
