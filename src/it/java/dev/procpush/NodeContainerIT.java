// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static dev.procpush.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.Collected.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// A Docker container as the node of a cluster, as kind and minikube have it: in its cgroups there
/// is the sandbox of a pod that is on the node's network. Nobody here has a kubelet, so the folders
/// are made as one makes them, and a process of the container's is moved there.
@RequiresDocker
@RequiresRoot
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NodeContainerIT {
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String SANDBOX = "decade0123456789".repeat(4);
  private static final List<String> BELOW =
      List.of("kubelet", "kubepods", "pod6f1c2d3e-aaaa-bbbb-cccc-0123456789ab", SANDBOX);

  /// The second shell calls itself `pause`.
  private static final String RUN =
      "mkfifo /tmp/never; sh -c 'echo pause > /proc/$$/comm; read x < /tmp/never' & exec sleep 600";

  private final String name = "procpush-it-node-" + ProcessHandle.current().pid();
  private ContainerCgroup node = new ContainerCgroup(List.of());
  private String id = "";

  @BeforeAll
  void start() throws IOException {
    id =
        Command.run("docker", "run", "-d", "--name", name, "busybox:1.37", "sh", "-c", RUN).strip();
    node = ContainerCgroup.of(id);
    String pause = eventually(SOON, this::pause);
    for (Path folder : node.folders()) {
      Path sandbox = folder.resolve(String.join("/", BELOW));
      Files.createDirectories(sandbox);
      // those of cpuset want to know first what they may use
      if (!Files.exists(sandbox.resolve("cpuset.cpus"))) {
        Files.writeString(sandbox.resolve("cgroup.procs"), pause);
      }
    }
  }

  private String pause() throws IOException {
    List<String> found = new ArrayList<>();
    for (String pid : Files.readAllLines(node.folders().getFirst().resolve("cgroup.procs"))) {
      if (Files.readString(Path.of("/proc", pid, "comm")).strip().equals("pause")) {
        found.add(pid);
      }
    }
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  @AfterAll
  void stop() throws IOException {
    Command.works("docker", "kill", name);
    for (Path folder : node.folders()) {
      for (int depth = BELOW.size(); depth > 0; depth--) {
        Path gone = folder.resolve(String.join("/", BELOW.subList(0, depth)));
        eventually(Duration.ofSeconds(10), () -> Files.deleteIfExists(gone));
      }
    }
    Command.works("docker", "rm", "-fv", name);
  }

  @Test
  void keepsItsOwnTraffic() {
    eventually(
        SOON,
        () -> {
          Collected once = Procpush.once();

          assertThat(networks(once))
              .containsEntry(id.substring(0, 12), "own ")
              .containsEntry(SANDBOX.substring(0, 12), "shared " + id.substring(0, 12));
          assertThat(once.named("container.network.io"))
              .extracting(point -> point.attribute("container.id"))
              .contains(id.substring(0, 12))
              .doesNotContain(SANDBOX.substring(0, 12));
          return once;
        });
  }

  private static Map<String, String> networks(Collected once) {
    Map<String, String> networks = new TreeMap<>();
    for (Point point : once.named("container.info")) {
      networks.put(
          point.attribute("container.id"),
          point.attribute("container.network.mode")
              + " "
              + point.attribute("container.network.owner.id"));
    }
    return networks;
  }
}
