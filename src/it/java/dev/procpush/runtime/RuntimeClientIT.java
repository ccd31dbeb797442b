// SPDX-License-Identifier: Apache-2.0

package dev.procpush.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.Command;
import dev.procpush.RequiresDocker;
import dev.procpush.RequiresRoot;
import dev.procpush.discovery.InspectedContainer;
import dev.procpush.discovery.Inspection;
import dev.procpush.linux.RootFiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/// A real Docker engine is asked, and `docker inspect` as well.
@RequiresDocker
@RequiresRoot
@Timeout(180)
final class RuntimeClientIT {
  private static final String FORMAT =
      "{{.Id}} {{.Name}} {{.Config.Image}} {{.Image}} {{index .Config.Labels \"procpush.team\"}}";
  private static final Duration LONGEST = Duration.ofSeconds(60);

  @Test
  void saysWhatDockerInspectSays() {
    try (GenericContainer<?> first = container();
        GenericContainer<?> second = container();
        RootFiles root = RootFiles.under("/");
        RuntimeClient client =
            RuntimeClient.start(root, List.of("/var/run/docker.sock"), "procpush.team"::equals)) {
      first.start();
      second.start();

      Inspection alone = client.inspect(first.getContainerId());
      client.await(LONGEST);
      assertThat(alone.answer()).isEqualTo(inspected(first));

      List<Inspection> strangers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        strangers.add(client.inspect("%064x".formatted(i)));
      }
      Inspection listed = client.inspect(second.getContainerId());
      client.await(LONGEST);
      assertThat(listed.answer()).isEqualTo(inspected(second));
      assertThat(strangers).allSatisfy(stranger -> assertThat(stranger.isSettled()).isTrue());
      assertThat(strangers).extracting(Inspection::answer).containsOnlyNulls();
      assertThat(client.notices()).isEmpty();
    }
  }

  private static @Nullable InspectedContainer inspected(GenericContainer<?> container) {
    String[] words =
        Command.run("docker", "inspect", "--format", FORMAT, container.getContainerId())
            .strip()
            .split(" ", -1);
    return new InspectedContainer(
        words[0], words[1].substring(1), words[2], words[3], Map.of("procpush.team", words[4]));
  }

  private static GenericContainer<?> container() {
    return new GenericContainer<>(DockerImageName.parse("busybox:1.37"))
        .withCommand("sleep", "3600")
        .withLabel("procpush.team", "blue")
        .withLabel("password", "secret");
  }
}
