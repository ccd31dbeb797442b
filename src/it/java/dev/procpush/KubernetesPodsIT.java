// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.Collected.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Processes in cgroups as runtimes of Kubernetes make them, looked at by a user who is not root:
/// of the kubelet's files he may read the links to logs, and no logs.
@RequiresRoot
@Timeout(180)
final class KubernetesPodsIT {
  private static final String UID = "6f1c2d3e-aaaa-4bbb-8ccc-0123456789ab";
  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid=65532", "--regid=65532", "--clear-groups", "--inh-caps=-all");

  @TempDir Path folder;

  private final String pod = "/procpush-" + ProcessHandle.current().pid() + "/pod" + UID + "/";
  private Path root;

  @BeforeEach
  void prepare() throws IOException {
    PublicCopy.ofProgram(folder);
    root = folder.resolve("root");
    for (String path : List.of("", "var", "var/log", "var/log/containers", "var/log/pods")) {
      Files.createDirectory(root.resolve(path));
      PublicCopy.open(root.resolve(path));
    }
    Path pods = root.resolve("var/log/pods");
    Files.createDirectories(pods.resolve("shop_web-1_" + UID + "/nginx"));
    Files.setPosixFilePermissions(pods, PosixFilePermissions.fromString("rwxr-x---"));
    Files.createSymbolicLink(
        root.resolve("var/log/containers/web-1_shop_nginx-" + id('b') + ".log"),
        Path.of("/var/log/pods/shop_web-1_" + UID + "/nginx/0.log"));
  }

  /// Its only container has ended, as in a crash loop.
  @Test
  void aSandboxHasItsPodsNameWhileNoContainerLives() throws Exception {
    Path pause = folder.resolve("pause");
    Files.copy(Path.of("/bin/sleep").toRealPath(), pause);
    PublicCopy.open(pause);
    try (HandmadeCgroup _ = HandmadeCgroup.withProcess(pod + id('a'), pause.toString())) {
      List<Point> points = of(id('a'), once());

      assertThat(points)
          .extracting(Point::name)
          .contains("container.cpu.time", "container.network.io");
      assertThat(points)
          .allSatisfy(
              point ->
                  assertThat(point.attributes())
                      .containsEntry("k8s.pod.name", "web-1")
                      .containsEntry("k8s.namespace.name", "shop"));
    }
  }

  @Test
  void aPodsNetworkOfCriOIsTheEmptySandboxs() throws Exception {
    try (HandmadeCgroup _ = HandmadeCgroup.empty(pod + "crio-" + id('a'));
        HandmadeCgroup _ = HandmadeCgroup.withProcess(pod + "crio-" + id('b'))) {
      List<Point> points = once();

      assertThat(of(id('a'), points))
          .extracting(Point::name)
          .contains("container.network.io")
          .allMatch(name -> name.startsWith("container.network."));
      assertThat(of(id('b'), points))
          .extracting(Point::name)
          .contains("container.cpu.time")
          .noneMatch(name -> name.startsWith("container.network."));
    }
  }

  private List<Point> once() throws IOException {
    List<String> line = new ArrayList<>(AS_NOBODY);
    line.add("--");
    line.addAll(
        Procpush.commandLine(
            folder,
            "once",
            "--format=otlp-json",
            "--path.rootfs=" + root,
            "--path.procfs=/proc",
            "--path.sysfs=/sys",
            "--interfaces.exclude=^$"));
    Ended once = Ended.run(Procpush.process(Map.of(), line).directory(folder.toFile()));
    assertThat(once.exitCode()).as(once.errors()).isZero();
    return Collected.parse(once.output()).named("container.");
  }

  private static List<Point> of(String id, List<Point> points) {
    return points.stream()
        .filter(point -> id.substring(0, 12).equals(point.attributes().get("container.id")))
        .toList();
  }

  private static String id(char digit) {
    return String.valueOf(digit).repeat(64);
  }
}
