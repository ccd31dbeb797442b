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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// Containers of a real containerd that no Docker stands before: one that `ctr` names, one as
/// nerdctl makes them, and two as kubelet has them made, a pod's sandbox and its container. The
/// agent's root of the host is a folder that has this containerd's state alone.
@RequiresContainerd
@RequiresDocker
@RequiresRoot
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ContainerdIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
  private static final String IMAGE = "docker.io/library/alpine:3.17";
  private static final long RUN = ProcessHandle.current().pid();
  private static final String POD = "6f1c2d3e-aaaa-bbbb-cccc-0123456789ab";
  private static final String CRI = "--annotation=io.kubernetes.cri.";

  private final String named = "procpush-it-ctr-" + RUN;
  private final String nerdctls = "%08x".formatted(RUN).repeat(8);
  private final String sandbox = "a%07x".formatted(RUN).repeat(8);
  private final String inPod = "b%07x".formatted(RUN).repeat(8);
  private final String folderOfPods = "procpushit" + RUN;
  private final List<List<String>> open = new ArrayList<>();
  private final List<Path> leftBefore = leftOvers();
  private Path folder;
  private Process daemon;

  @BeforeAll
  void start() throws IOException {
    folder = Files.createTempDirectory("procpush-containerd");
    Files.createDirectories(folder.resolve("host/run/containerd"));
    Path config = folder.resolve("config.toml");
    Files.writeString(
        config,
        """
        version = 2
        root = "%1$s/root"
        state = "%1$s/host/run/containerd"
        disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.snapshotter.v1.btrfs",
          "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs"]
        [grpc]
        address = "%1$s/grpc.sock"
        [ttrpc]
        address = "%1$s/ttrpc.sock"
        """
            .formatted(folder));
    daemon =
        new ProcessBuilder("containerd", "--config", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    eventually(SOON, () -> ctr("default", "version"));
    Path image = folder.resolve("image.tar");
    Command.run("docker", "save", "-o", image.toString(), "alpine:3.17");
    ctr("default", "image", "import", image.toString());
    ctr("k8s.io", "image", "import", image.toString());
  }

  @AfterAll
  void stop() throws Exception {
    for (List<String> one : open.reversed()) {
      ctr(one.getFirst(), "task", "rm", "-f", one.getLast());
      ctr(one.getFirst(), "container", "rm", one.getLast());
    }
    daemon.destroy();
    assertThat(daemon.waitFor(SOON)).isTrue();
    Command.run("rm", "-rf", folder.toString());
    for (Path left : leftOvers()) {
      if (!leftBefore.contains(left)) {
        try (Stream<Path> found = Files.walk(left)) {
          for (Path cgroup : found.filter(Files::isDirectory).toList().reversed()) {
            eventually(SOON, () -> Files.deleteIfExists(cgroup));
          }
        }
      }
    }
  }

  @Test
  void tellsOfOneThatGoesByAName() throws Exception {
    LiveCgroup cgroup = run("default", named);

    Point info = cgroup.assertTold(this::once, named);

    assertThat(info.attributes())
        .containsEntry("container.runtime.name", "containerd")
        .containsEntry("container.linux.cgroup", "/default/" + named)
        .containsEntry("container.network.mode", "own");
  }

  @Test
  void knowsTheNameThatNerdctlGave() throws Exception {
    LiveCgroup cgroup = run("default", nerdctls, "--annotation=nerdctl/name=shop");

    Point info = cgroup.assertTold(this::once, nerdctls.substring(0, 12));

    assertThat(info.attributes())
        .containsEntry("container.runtime.name", "containerd")
        .containsEntry("container.name", "shop");
  }

  @Test
  void knowsPodsAndImagesByTheBundles() throws Exception {
    LiveCgroup pause = runInPod(sandbox, CRI + "container-type=sandbox");
    LiveCgroup web =
        runInPod(
            inPod,
            CRI + "container-type=container",
            CRI + "container-name=web",
            CRI + "image-name=registry.example/shop/web:1.2",
            "--with-ns=network:/proc/" + pause.pid() + "/ns/net");

    Point ofPause = pause.assertTold(this::once, sandbox.substring(0, 12));
    Point ofWeb = web.assertTold(this::once, inPod.substring(0, 12));

    for (Point info : List.of(ofPause, ofWeb)) {
      assertThat(info.attributes())
          .containsEntry("container.runtime.name", "containerd")
          .containsEntry("k8s.pod.name", "web-0")
          .containsEntry("k8s.namespace.name", "shop")
          .containsEntry("k8s.pod.uid", POD)
          .containsEntry("container.network.mode", "pod")
          .containsEntry("netns.inode", pause.netInode());
    }
    assertThat(ofPause.attributes()).doesNotContainKey("k8s.container.name");
    assertThat(ofWeb.attributes())
        .containsEntry("k8s.container.name", "web")
        .containsEntry("container.image.name", "registry.example/shop/web");
    assertThat(ofWeb.attribute("container.image.tags")).contains("1.2");
  }

  private LiveCgroup runInPod(String id, String... more) {
    List<String> options =
        List.of(
            "--cgroup=/" + folderOfPods + "/pod" + POD + "/" + id,
            CRI + "sandbox-name=web-0",
            CRI + "sandbox-namespace=shop",
            CRI + "sandbox-uid=" + POD);
    return run(
        "k8s.io", id, Stream.concat(options.stream(), Stream.of(more)).toArray(String[]::new));
  }

  private LiveCgroup run(String namespace, String id, String... options) {
    List<String> line = new ArrayList<>(List.of("run", "-d", "--memory-limit=33554432"));
    line.addAll(List.of(options));
    line.addAll(List.of(IMAGE, id, "/bin/sh", "-c", LiveCgroup.WORK));
    open.add(List.of(namespace, id));
    ctr(namespace, line.toArray(String[]::new));
    String pid =
        ctr(namespace, "task", "ls")
            .lines()
            .filter(task -> task.startsWith(id + " "))
            .map(task -> task.split(" +", -1)[1])
            .findFirst()
            .orElseThrow();
    return LiveCgroup.ofWorker(Long.parseLong(pid));
  }

  private Collected once() throws IOException {
    return Procpush.once(
        "--path.rootfs=" + folder.resolve("host"),
        "--path.procfs=/proc",
        "--path.cgroup=" + CGROUPS);
  }

  private String ctr(String namespace, String... arguments) {
    List<String> line =
        new ArrayList<>(
            List.of("ctr", "-a", folder.resolve("grpc.sock").toString(), "-n", namespace));
    line.addAll(List.of(arguments));
    return new Command(Map.of(), line).run();
  }

  /// The folders in which the containers' cgroups are, in each hierarchy: they stay empty.
  private List<Path> leftOvers() {
    try (Stream<Path> hierarchies = Files.list(CGROUPS)) {
      return Stream.concat(Stream.of(CGROUPS), hierarchies)
          .flatMap(mount -> Stream.of(mount.resolve("default"), mount.resolve(folderOfPods)))
          .filter(Files::isDirectory)
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
