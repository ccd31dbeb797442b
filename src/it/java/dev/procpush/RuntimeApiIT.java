// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.Collected.Point;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/// The agent where Docker's files are out of its reach: only the socket can tell the name.
@RequiresDocker
@RequiresRoot
@Timeout(180)
final class RuntimeApiIT {
  private static final String NOWHERE = "--docker.root=/nowhere";

  @Test
  void namesContainersThatOnlyTheRuntimeNames() throws Exception {
    try (GenericContainer<?> container = container()) {
      container.start();
      String name = container.getContainerInfo().getName().substring(1);
      String id = container.getContainerId().substring(0, 12);

      Collected asked = Procpush.once(NOWHERE, "--containers.runtime-socket=/var/run/docker.sock");
      assertThat(asked.named("container.network.io"))
          .filteredOn(point -> point.attribute("container.id").equals(id))
          .isNotEmpty()
          .extracting(point -> point.attribute("container.name"))
          .containsOnly(name);

      Collected unasked = Procpush.once(NOWHERE);
      assertThat(unasked.named("container.network.io"))
          .filteredOn(point -> point.attribute("container.id").equals(id))
          .isNotEmpty()
          .extracting((Point point) -> point.attribute("container.name"))
          .containsOnly("");
    }
  }

  @Test
  void saysOnceThatItsSocketIsNone() {
    try (GenericContainer<?> container = container()) {
      container.start();

      Ended once =
          Procpush.run("once", "--containers.runtime-socket=/etc/hostname:/run/no-such.sock");

      assertThat(once.exitCode()).isZero();
      assertThat(once.errors())
          .containsOnlyOnce("container runtime at /etc/hostname: ENOTSOCK")
          .containsOnlyOnce("container runtime at /run/no-such.sock: ENOENT");
    }
  }

  @Test
  void loadsNothingOfItWhereNoSocketIsNamed(@TempDir Path folder) throws Exception {
    Path classes = folder.resolve("classes.log");
    Map<String, String> log = Map.of("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + classes);
    try (GenericContainer<?> container = container()) {
      container.start();

      Ended once = Ended.run(Procpush.process(log, Procpush.commandLine("once")));

      assertThat(once.exitCode()).as(once.errors()).isZero();
      assertThat(Files.readString(classes))
          .contains(" dev.procpush.Agent ")
          .doesNotContain(" dev.procpush.runtime.", " okhttp3.");
    }
  }

  private static GenericContainer<?> container() {
    return new GenericContainer<>(DockerImageName.parse("busybox:1.37"))
        .withCommand("sleep", "3600");
  }
}
