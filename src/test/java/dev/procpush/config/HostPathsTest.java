// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HostPathsTest {
  private static final long HEAP = 48L << 20;
  private static final List<Path> FOLDERS =
      List.of(Path.of("/run/netns"), Path.of("/run/docker/netns"));

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"proc/1/net", "proc/stat"})
  void takesTheHostsMountForTheRootWhereItHoldsAProcfs(String file) throws IOException {
    Files.createDirectories(folder.resolve(file));

    assertThat(load(Map.of()))
        .isEqualTo(
            new HostPaths(
                folder,
                folder.resolve("proc"),
                false,
                folder.resolve("sys"),
                folder.resolve("sys/fs/cgroup"),
                null,
                FOLDERS,
                List.of()));
  }

  @Test
  void takesAnEmptyMountForNoHost() throws IOException {
    Files.createDirectories(folder.resolve("proc"));

    assertThat(load(Map.of()).rootfs()).isEqualTo(Path.of("/"));
  }

  @Test
  void derivesPathsFromThoseThatAreNamed() {
    Map<String, String> options =
        Map.of("path.rootfs", folder.toString(), "path.procfs", "/proc", "docker.root", "/d/../e");

    assertThat(load(options))
        .isEqualTo(
            new HostPaths(
                folder,
                Path.of("/proc"),
                true,
                folder.resolve("sys"),
                folder.resolve("sys/fs/cgroup"),
                Path.of("/e"),
                FOLDERS,
                List.of()));
  }

  @Test
  void namesNoFolderAtAllByAnEmptyList() {
    assertThat(load(Map.of("namespaces.folders", "")).namespaceFolders()).isEmpty();
  }

  @Test
  void namesAFolderOnce() {
    Map<String, String> options = Map.of("namespaces.folders", "/run/netns:/a:/run/./netns");

    assertThat(load(options).namespaceFolders())
        .containsExactly(Path.of("/run/netns"), Path.of("/a"));
  }

  @Test
  void takesTheSocketsOfRuntimes() {
    String sockets = "/run/docker.sock:/run/../run/podman/podman.sock";

    assertThat(load(Map.of("containers.runtime-socket", sockets)).runtimeSockets())
        .containsExactly(Path.of("/run/docker.sock"), Path.of("/run/podman/podman.sock"));
  }

  private HostPaths load(Map<String, String> options) {
    return new ConfigLoader(Map.of(), new Machine(folder, HEAP)).load(options).config().paths();
  }
}
