// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Volume;
import dev.procpush.Collected.Point;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/// The file systems of a container against `stat -f` of its own busybox.
@RequiresDocker
@RequiresRoot
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ContainerFileSystemsIT {
  private static final String MOUNT_POINT = "system.filesystem.mountpoint";

  private GenericContainer<?> container;
  private String id;

  @BeforeAll
  void start() throws Exception {
    container =
        new GenericContainer<>(DockerImageName.parse("busybox:1.37"))
            .withTmpFs(Map.of("/a cache", "size=2m,nr_inodes=100", "/fixed", "ro,size=1m"))
            .withCreateContainerCmdModifier(create -> create.withVolumes(new Volume("/data")))
            .withCommand("sleep", "600");
    container.start();
    id = container.getContainerId().substring(0, 12);
    run("dd", "if=/dev/zero", "of=/a cache/file", "bs=1000", "count=700");
    run("dd", "if=/dev/zero", "of=/data/file", "bs=1000", "count=700");
  }

  @AfterAll
  void stop() {
    container.stop();
  }

  @Test
  void agreesWithStatAndTellsNothingOfVolumesAndOverlays() throws Exception {
    Collected collected = Procpush.once();

    assertThat(points(collected))
        .isNotEmpty()
        .allMatch(point -> point.attribute(MOUNT_POINT).equals("/a cache"))
        .allMatch(point -> point.attribute("system.filesystem.type").equals("tmpfs"));
    assertThat(told(collected)).isEqualTo(stat("/a cache"));
  }

  @Test
  void tellsOfOverlaysWhereTheyAreWanted() throws Exception {
    Collected collected =
        Procpush.once("--filesystems.include=^overlay$", "--filesystems.exclude=^proc$");

    assertThat(points(collected))
        .filteredOn(point -> point.name().equals("container.filesystem.capacity"))
        .singleElement()
        .satisfies(
            point -> {
              assertThat(point.attribute(MOUNT_POINT)).isEqualTo("/");
              assertThat(point.number()).isEqualTo(stat("/").get("capacity"));
            });
  }

  /// Docker gives a container capabilities that this agent lacks, so it may not look into it.
  @Test
  void namesOnceWhatItNeedsToLookInside() {
    List<String> line = new ArrayList<>(List.of("setpriv", "--bounding-set=-all"));
    line.add("--inh-caps=-all");
    line.addAll(Procpush.commandLine("once", "--format", "otlp-json"));
    Ended once = Ended.run(Procpush.process(Map.of(), line));

    assertThat(once.exitCode()).as(once.errors()).isZero();
    assertThat(once.complaints("CAP_SYS_PTRACE"))
        .filteredOn(complaint -> complaint.contains("container_filesystem"))
        .hasSize(1);
    assertThat(once.output()).doesNotContain("/a cache").contains("container.memory.usage");
  }

  private List<Point> points(Collected collected) {
    return collected.named("container.filesystem.").stream()
        .filter(point -> point.attribute("container.id").equals(id))
        .toList();
  }

  private Map<String, Long> told(Collected collected) {
    Map<String, Long> values = new TreeMap<>();
    for (Point point : points(collected)) {
      String name =
          point.name().substring("container.filesystem.".length())
              + point.attribute("system.filesystem.state");
      assertThat(values.put(name, point.number())).as(name).isNull();
    }
    return values;
  }

  private Map<String, Long> stat(String mountPoint) throws IOException, InterruptedException {
    String text = run("stat", "-f", "-c", "%S %b %f %a %c %d", mountPoint).strip();
    long[] n = List.of(text.split(" ", -1)).stream().mapToLong(Long::parseLong).toArray();
    Map<String, Long> values = new TreeMap<>();
    values.put("capacity", n[1] * n[0]);
    values.put("usage", (n[1] - n[2]) * n[0]);
    values.put("available", n[3] * n[0]);
    values.put("inode.usageused", n[4] - n[5]);
    values.put("inode.usagefree", n[5]);
    return values;
  }

  private String run(String... line) throws IOException, InterruptedException {
    var ended = container.execInContainer(line);
    assertThat(ended.getExitCode()).as(ended.getStderr()).isZero();
    return ended.getStdout();
  }
}
