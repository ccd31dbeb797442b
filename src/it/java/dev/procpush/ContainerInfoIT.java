// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.Collected.Point;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/// What is known of Docker's containers, beside what `docker inspect` and `ps` say: one that two
/// others share their network with, and one on the host's.
@RequiresDocker
@RequiresRoot
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ContainerInfoIT {
  private static final String IMAGE = "busybox:1.37";

  private final List<GenericContainer<?>> open = new ArrayList<>();
  private GenericContainer<?> owner;
  private GenericContainer<?> guest;
  private GenericContainer<?> onHost;

  @BeforeAll
  void start() {
    owner = started("bridge");
    guest = started("container:" + owner.getContainerId());
    onHost = started("host");
  }

  @AfterAll
  void close() {
    open.reversed().forEach(GenericContainer::close);
  }

  @Test
  void nameImageAndIdAreThoseOfDockerInspect() throws Exception {
    Collected once = Procpush.once();

    for (GenericContainer<?> container : open) {
      Point info = info(once, container);
      assertThat("/" + info.attribute("container.name")).isEqualTo(inspect(container, ".Name"));
      assertThat(info.attribute("container.image.id")).isEqualTo(inspect(container, ".Image"));
      assertThat(inspect(container, ".Config.Image"))
          .isEqualTo(info.attribute("container.image.name") + ":1.37");
      assertThat(info.attribute("container.image.tags")).contains("1.37");
      assertThat(info.attribute("container.runtime.name")).isEqualTo("docker");
      assertThat(info.attribute("container.linux.cgroup")).contains(container.getContainerId());
      assertThat(info.number()).isEqualTo(1);
    }
  }

  @Test
  void networkIsOwnSharedOrTheHosts() throws Exception {
    Collected once = Procpush.once();

    assertThat(info(once, owner).attributes())
        .containsEntry("container.network.mode", "own")
        .containsEntry("netns.inode", inode(owner))
        .containsEntry("netns.name", sandbox(owner))
        .doesNotContainKey("container.network.owner.id");
    assertThat(info(once, guest).attributes())
        .containsEntry("container.network.mode", "shared")
        .containsEntry("netns.inode", inode(owner))
        .containsEntry("container.network.owner.id", shortId(owner));
    assertThat(info(once, onHost).attributes())
        .containsEntry("container.network.mode", "host")
        .doesNotContainKeys("container.network.owner.id", "netns.name");
    assertThat(once.network("container", "container.id", shortId(owner))).isNotEmpty();
  }

  @Test
  void onlyLabelsThatAreAllowedAreTold() throws Exception {
    assertThat(info(Procpush.once(), owner).attributes().keySet())
        .noneMatch(key -> key.contains("label"));

    Map<String, String> attributes =
        info(Procpush.once("--containers.labels=^app$"), owner).attributes();

    assertThat(attributes).containsEntry("container.label.app", "shop");
    assertThat(attributes.keySet()).filteredOn(key -> key.contains("label")).hasSize(1);
    assertThat(attributes.values()).noneMatch(value -> value.contains("hunter2"));
  }

  @Test
  void uptimeIsThatOfTheFirstProcess() throws Exception {
    long before = seconds(owner);
    Collected once = Procpush.once();
    long after = seconds(owner);

    List<Point> uptimes =
        once.named("container.uptime").stream()
            .filter(point -> point.attribute("container.id").equals(shortId(owner)))
            .toList();
    assertThat(uptimes).hasSize(1);
    assertThat(Double.parseDouble(uptimes.getFirst().value())).isBetween(before - 1.0, after + 1.0);
  }

  private GenericContainer<?> started(String network) {
    GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse(IMAGE))
            .withNetworkMode(network)
            .withLabel("app", "shop")
            .withLabel("password", "hunter2")
            .withEnv("PASSWORD", "hunter2")
            .withCommand("sleep", "600");
    open.add(container);
    container.start();
    return container;
  }

  private static Point info(Collected once, GenericContainer<?> container) {
    List<Point> infos =
        once.named("container.info").stream()
            .filter(point -> point.attribute("container.id").equals(shortId(container)))
            .toList();
    assertThat(infos).hasSize(1);
    return infos.getFirst();
  }

  private static String shortId(GenericContainer<?> container) {
    return container.getContainerId().substring(0, 12);
  }

  private static String inspect(GenericContainer<?> container, String field) {
    return Command.run("docker", "inspect", "-f", "{{" + field + "}}", container.getContainerId())
        .strip();
  }

  private static String inode(GenericContainer<?> container) throws Exception {
    Path file = Path.of("/proc", inspect(container, ".State.Pid"), "net/dev");
    return Files.getAttribute(file, "unix:ino").toString();
  }

  /// The name of the file that Docker binds the namespace to.
  private static String sandbox(GenericContainer<?> container) {
    Path mount = Path.of(inspect(container, ".NetworkSettings.SandboxKey"));
    return String.valueOf(mount.getFileName());
  }

  private static long seconds(GenericContainer<?> container) {
    return Long.parseLong(
        Command.run("ps", "-o", "etimes=", "-p", inspect(container, ".State.Pid")).strip());
  }
}
