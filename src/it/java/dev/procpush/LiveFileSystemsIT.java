// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static dev.procpush.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.Collected.Point;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The host's file systems against `stat -f`.
@RequiresDocker
@RequiresRoot
@Timeout(300)
final class LiveFileSystemsIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String MOUNT_POINT = "system.filesystem.mountpoint";
  private static final String READ_ONLY = "system.filesystem.read_only";
  private static final String STATE = "system.filesystem.state";

  @TempDir private Path folder;
  private Path mount;

  @BeforeEach
  void mountOne() throws Exception {
    mount = Files.createDirectory(folder.resolve("a place"));
    Command.run("mount", "-t", "tmpfs", "-o", "size=1m,nr_inodes=100", "procpush", "" + mount);
    Files.write(mount.resolve("file"), new byte[300_000]);
  }

  @AfterEach
  void unmount() {
    Command.run("umount", "" + mount);
  }

  @Test
  void agreesWithStat() {
    eventually(
        SOON,
        () -> {
          Map<String, Long> before = stat("/");
          Collected collected = Procpush.once("--path.procfs=/proc");
          assertThat(told(collected, "" + mount)).isEqualTo(stat("" + mount));
          assertBetween(told(collected, "/"), before, stat("/"));
          assertThat(point(collected, "system.filesystem.read_only", "" + mount, "")).isZero();
        });
    Command.run("mount", "-o", "remount,ro", "" + mount);
    eventually(
        SOON,
        () -> {
          Collected collected = Procpush.once("--path.procfs=/proc");
          assertThat(point(collected, "system.filesystem.read_only", "" + mount, "")).isOne();
        });
  }

  /// The kernel is told to find one, and forbids writing from then on.
  @Test
  void seesWithinACycleThatAnErrorHasStoppedTheWriting() throws Exception {
    Path image = folder.resolve("image");
    Path broken = Files.createDirectory(folder.resolve("broken"));
    Command.run("truncate", "-s", "16M", "" + image);
    Command.run("mkfs.ext4", "-q", "-F", "" + image);
    Command.run("mount", "-o", "loop,errors=remount-ro", "" + image, "" + broken);
    try (CountingReceiver receiver = new CountingReceiver();
        AgentProcess agent =
            AgentProcess.start(
                folder.resolve("log"),
                receiver.settings(1_000),
                "run",
                "--path.procfs=/proc",
                "--filesystems.mounts.include=/broken$")) {
      eventually(SOON, () -> assertThat(receiver.cycles()).anyMatch(this::hasOneFileSystem));
      assertThat(receiver.cycles()).allMatch(cycle -> cycle.sum(READ_ONLY) == 0);

      String device = Command.run("findmnt", "-n", "-o", "SOURCE", "" + broken).strip();
      Path trigger = Path.of("/sys/fs/ext4", device.substring(5), "trigger_fs_error");
      Files.writeString(trigger, "an error");
      assertThatThrownBy(() -> Files.createFile(broken.resolve("file")))
          .hasMessageContaining("Read-only");
      int cycles = receiver.cycles().size();
      // one that had begun before may not have seen it
      eventually(SOON, () -> assertThat(receiver.cycles()).hasSizeGreaterThan(cycles + 2));
      assertThat(receiver.cycles().get(cycles + 1))
          .matches(this::hasOneFileSystem)
          .extracting(cycle -> cycle.sum(READ_ONLY))
          .isEqualTo(1L);
      assertThat(agent.stop()).isZero();
    } finally {
      Command.run("umount", "" + broken);
    }
  }

  private boolean hasOneFileSystem(CountingReceiver.Cycle cycle) {
    return cycle.points(READ_ONLY) == 1;
  }

  /// As any user without a capability, with the host's root mounted at `/host`.
  @Test
  void tellsThemFromWithinAContainerAsTheHostSeesThem() {
    // of one that nobody else may enter a stranger sees nothing
    assertThat(folder.toFile().setExecutable(true, false)).isTrue();
    String name = "procpush-it-file-systems-" + ProcessHandle.current().pid();
    try (AgentImage image = new AgentImage()) {
      List<String> line =
          new ArrayList<>(List.of("docker", "run", "--rm", "--name", name, "--user", "65532"));
      line.addAll(List.of("--cap-drop", "ALL", "--read-only", "-v", "/:/host:ro,rslave"));
      line.addAll(List.of(image.tag(), "once", "--format", "otlp-json"));
      eventually(
          SOON,
          () -> {
            Map<String, Long> before = stat("/");
            Ended once = Ended.run(new ProcessBuilder(line));
            assertThat(once.exitCode()).as(once.errors()).isZero();
            Collected collected = Collected.parse(once.output());
            assertThat(told(collected, "" + mount)).isEqualTo(stat("" + mount));
            assertBetween(told(collected, "/"), before, stat("/"));
            assertThat(collected.named("system.filesystem.limit"))
                .extracting(point -> point.attribute(MOUNT_POINT))
                .noneMatch(place -> place.startsWith("/host"));
            assertThat(once.errors()).doesNotContain("rslave");
          });
    } finally {
      Command.works("docker", "rm", "-f", name);
    }
  }

  /// Others write to the host's root meanwhile.
  private static void assertBetween(
      Map<String, Long> told, Map<String, Long> before, Map<String, Long> after) {
    assertThat(told.getOrDefault("limit", -1L)).isEqualTo(before.getOrDefault("limit", -1L));
    assertThat(
            told.getOrDefault("used", -1L)
                + told.getOrDefault("free", -1L)
                + told.getOrDefault("reserved", -1L))
        .isEqualTo(told.getOrDefault("limit", -1L));
    long slack = before.getOrDefault("limit", -1L) / 100;
    assertThat(told.getOrDefault("used", -1L))
        .isBetween(
            Math.min(before.getOrDefault("used", -1L), after.getOrDefault("used", -1L)) - slack,
            Math.max(before.getOrDefault("used", -1L), after.getOrDefault("used", -1L)) + slack);
  }

  private static Map<String, Long> told(Collected collected, String mountPoint) {
    Map<String, Long> values = new TreeMap<>();
    values.put("limit", point(collected, "system.filesystem.limit", mountPoint, ""));
    for (String state : List.of("used", "free", "reserved")) {
      values.put(state, point(collected, "system.filesystem.usage", mountPoint, state));
    }
    values.put("inodes", point(collected, "system.filesystem.inode.limit", mountPoint, ""));
    values.put(
        "inodes free", point(collected, "system.filesystem.inode.usage", mountPoint, "free"));
    return values;
  }

  private static long point(Collected collected, String name, String mountPoint, String state) {
    return collected.named(name).stream()
        .filter(point -> point.attribute(MOUNT_POINT).equals(mountPoint))
        .filter(point -> point.attribute(STATE).equals(state))
        .mapToLong(Point::number)
        .reduce((one, other) -> -1)
        .orElse(-1);
  }

  /// What GNU's `stat` says.
  private static Map<String, Long> stat(String mountPoint) {
    String text = Command.run("stat", "-f", "-c", "%S %b %f %a %c %d", mountPoint).strip();
    long[] n = List.of(text.split(" ")).stream().mapToLong(Long::parseLong).toArray();
    Map<String, Long> values = new TreeMap<>();
    values.put("limit", n[1] * n[0]);
    values.put("used", (n[1] - n[2]) * n[0]);
    values.put("free", n[3] * n[0]);
    values.put("reserved", (n[2] - n[3]) * n[0]);
    values.put("inodes", n[4]);
    values.put("inodes free", n[5]);
    return values;
  }
}
