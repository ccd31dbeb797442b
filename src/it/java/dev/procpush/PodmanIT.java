// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.Collected.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Containers of a real Podman with a storage of its own, as that of a user would be: two that
/// share a network, found by what conmon was told, one of them in a cgroup namespace of its own.
@RequiresPodman
@RequiresRoot
@Timeout(180)
final class PodmanIT {
  private static final String IMAGE = "localhost/procpush-it:1.0";

  private final String name = "procpush-it-" + ProcessHandle.current().pid();
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
  }

  @Test
  void tellsWhatPodmanAndTheFilesOfTheCgroupsTell() throws Exception {
    String owner = start(name, "--network=none");
    String guest = start(name + "-guest", "--network=container:" + name, "--cgroupns=private");

    Point ofOwner = cgroup(owner).assertTold(Procpush::once, owner.substring(0, 12));
    Point ofGuest = cgroup(guest).assertTold(Procpush::once, guest.substring(0, 12));

    assertThat(ofOwner.attributes())
        .containsEntry("container.name", name)
        .containsEntry("container.runtime.name", "podman")
        .containsEntry("container.image.name", "localhost/procpush-it")
        .containsEntry("container.image.id", "sha256:" + inspect(owner, ".Image"))
        .containsEntry("container.network.mode", "own");
    assertThat(ofOwner.attribute("container.image.tags")).contains("1.0");
    assertThat(ofGuest.attributes())
        .containsEntry("container.name", name + "-guest")
        .containsEntry("container.network.mode", "shared")
        .containsEntry("container.network.owner.id", owner.substring(0, 12));
  }

  private LiveCgroup cgroup(String id) {
    return LiveCgroup.ofWorker(Long.parseLong(inspect(id, ".State.Pid")));
  }

  private String inspect(String id, String field) {
    return podman("inspect", "-f", "{{" + field + "}}", id).strip();
  }

  private String start(String container, String... options) {
    List<String> arguments = new ArrayList<>(List.of("run", "-d", "--name", container));
    arguments.addAll(List.of("--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1000:1000"));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("--memory=32m", IMAGE, "/bin/busybox", "sh", "-c", LiveCgroup.WORK));
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
}
