// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static dev.procpush.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.Command;
import dev.procpush.RequiresPodman;
import dev.procpush.RequiresRoot;
import dev.procpush.linux.KernelFiles;
import dev.procpush.linux.RootFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Containers of a real Podman with a storage of its own, as that of a user would be: two that
/// share a network, found by what conmon was told.
@RequiresPodman
@RequiresRoot
@Timeout(180)
final class PodmanDiscoveryIT {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final String IMAGE = "localhost/procpush-it:1.0";

  private final String name = "procpush-it-" + ProcessHandle.current().pid();
  private final RootFiles root = RootFiles.under("/");
  private Path folder;

  /// A folder with a short path: Podman puts sockets into it.
  @BeforeEach
  void makeImage() throws IOException {
    folder = Files.createTempDirectory("pp");
    Path bin = Files.createDirectories(folder.resolve("image/bin"));
    Files.copy(Path.of("/bin/busybox"), bin.resolve("busybox"));
    String archive = folder.resolve("image.tar").toString();
    Command.run("tar", "-C", folder.resolve("image").toString(), "-cf", archive, ".");
    podman("import", archive, IMAGE);
  }

  @AfterEach
  void remove() {
    podman("rm", "-f", "-t", "0", "-i", name + "-guest"); // before the one it depends on
    podman("rm", "-f", "-t", "0", "-i", name);
    podman("rmi", "-af");
    Command.run("rm", "-rf", folder.toString());
    root.close();
  }

  @Test
  void namesAndImagesAreThoseOfPodmanInspect() {
    String owner = start(name, "none");
    String guest = start(name + "-guest", "container:" + name);
    KernelFiles kernel = KernelFiles.ofKernel();
    ProcfsScanner scanner =
        ProcfsScanner.of(kernel, "/proc", ProcfsCheck.of(kernel, "/proc", true), root, null);

    eventually(
        LONGEST,
        () -> {
          Snapshot snapshot = scanner.scan();
          Container first = container(snapshot, owner);
          assertThat(first.name()).isEqualTo(name);
          assertThat(first.runtime()).isEqualTo(ContainerRuntime.PODMAN);
          assertThat(first.details().image())
              .isEqualTo(
                  new ContainerImage(
                      "localhost/procpush-it",
                      List.of("1.0"),
                      "sha256:" + podman("inspect", "-f", "{{.Image}}", owner).strip()));
          assertThat(network(first).mode()).isEqualTo(ContainerNetwork.Mode.OWN);
          Container second = container(snapshot, guest);
          assertThat(second.name()).isEqualTo(name + "-guest");
          assertThat(network(second).mode()).isEqualTo(ContainerNetwork.Mode.SHARED);
          assertThat(network(second).ownerId()).isEqualTo(owner);
        });
    kernel.close();
  }

  private String start(String container, String network) {
    List<String> arguments = new ArrayList<>(List.of("run", "-d", "--name", container));
    arguments.addAll(List.of("--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1000:1000"));
    arguments.addAll(List.of("--network", network, IMAGE, "/bin/busybox", "sleep", "600"));
    return podman(arguments.toArray(String[]::new)).lines().toList().getLast().strip();
  }

  private String podman(String... arguments) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "podman",
                "--root=" + folder.resolve("storage"),
                "--runroot=" + folder.resolve("run"),
                "--tmpdir=" + folder.resolve("tmp"),
                "--storage-driver=vfs",
                "--cgroup-manager=cgroupfs",
                "--events-backend=file"));
    line.addAll(Arrays.asList(arguments));
    return new Command(Map.of(), line).run();
  }

  private static Container container(Snapshot snapshot, String id) {
    return snapshot.containers().stream()
        .filter(container -> container.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no container " + id));
  }

  private static ContainerNetwork network(Container container) {
    return Objects.requireNonNull(container.details().network());
  }
}
