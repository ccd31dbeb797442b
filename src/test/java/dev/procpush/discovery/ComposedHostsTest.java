// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.linux.KernelFiles;
import dev.procpush.linux.RootFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Hosts that nobody has here, written from the sources of the runtimes: see each one's SOURCE.md.
class ComposedHostsTest {
  private static final Path HOSTS = Path.of("src/test/fixtures/composed").toAbsolutePath();

  @Test
  void kubernetesWithContainerd() {
    assertThat(describe("kubernetes-containerd-cgroup2"))
        .isEqualTo(
            """
            host: 7 processes, read through proc/1
              member containerd 0a1b2c0a1b2c sandbox of pod node-exporter-5kq2m in monitoring
              member containerd 3d4e5f3d4e5f node-exporter of pod node-exporter-5kq2m in monitoring
            pod: 4 processes, read through proc/1520
              owner containerd a1b2c3a1b2c3 sandbox of pod web-7d9c5b7b4d-x2x7k in shop
              member containerd a1b2c3a1b2c3 sandbox of pod web-7d9c5b7b4d-x2x7k in shop
              member containerd d4e5f6d4e5f6 nginx of pod web-7d9c5b7b4d-x2x7k in shop
              member containerd 6a7b8c6a7b8c envoy of pod web-7d9c5b7b4d-x2x7k in shop
            """);
  }

  @Test
  void kubernetesWithCriO() {
    assertThat(describe("kubernetes-crio-cgroup2"))
        .isEqualTo(
            """
            host: 7 processes, read through proc/1
            pod: 3 processes, read through proc/1010
              owner cri-o 5a6b7c8d5a6b sandbox of pod db-0 in prod
              member cri-o 5a6b7c8d5a6b sandbox of pod db-0 in prod
              member cri-o 9e0f1a2b9e0f postgres of pod db-0 in prod
            pod: 2 processes, read through proc/1210
              owner cri-o b0b1b2b3b0b1 sandbox of pod web-0 in shop
              member cri-o c4c5c6c7c4c5 nginx of pod web-0 in shop
              member cri-o d8d9dadbd8d9 envoy of pod web-0 in shop
            """);
  }

  @Test
  void podmanWithAndWithoutRoot() {
    assertThat(describe("podman-cgroup2"))
        .isEqualTo(
            """
            host: 6 processes, read through proc/1
            container: 1 processes, read through proc/1210
              owner podman 11aa22bb11aa named cache
              member podman 11aa22bb11aa named cache
            container: 1 processes, read through proc/1310
              owner podman 33cc44dd33cc named web
              member podman 33cc44dd33cc named web
            container: 1 processes, read through proc/1410
              owner podman 55ee66ff55ee named systemd-app
              member podman 55ee66ff55ee named systemd-app
            """);
  }

  @Test
  void lxcAndNspawnOnHybridCgroups() {
    assertThat(describe("lxc-nspawn-hybrid"))
        .isEqualTo(
            """
            host: 5 processes, read through proc/1
            container: 2 processes, read through proc/2010
              owner lxc web
              member lxc web
            container: 1 processes, read through proc/2110
              owner systemd-nspawn build
              member systemd-nspawn build
            process: 1 processes, read through proc/2300
            """);
  }

  @Test
  void dockerSeenFromAPrivateCgroupNamespace() {
    assertThat(describe("docker-private-cgroupns"))
        .isEqualTo(
            """
            host: 3 processes, read through proc/1
            container: 1 processes, read through proc/3000
              owner docker cafe0123cafe named stack_agent_1
              member docker cafe0123cafe named stack_agent_1
            container: 1 processes, read through proc/3100
              owner docker beef4567beef named stack_db_1
              member docker beef4567beef named stack_db_1
            """);
  }

  @Test
  void allButThoseWithoutKernelThreadsAreHosts() {
    for (String host : List.of("kubernetes-containerd-cgroup2", "lxc-nspawn-hybrid")) {
      KernelFiles kernel = KernelFiles.ofDirectory(HOSTS.resolve(host));
      assertThat(ProcfsCheck.of(kernel, "proc", false)).isEqualTo(new ProcfsCheck(true, List.of()));
    }
  }

  private static String describe(String host) {
    Path root = HOSTS.resolve(host);
    try (KernelFiles kernel = KernelFiles.ofDirectory(root);
        RootFiles files = RootFiles.under(root.toString())) {
      ProcfsCheck check = ProcfsCheck.of(kernel, "proc", false);
      CgroupMounts cgroups = CgroupMounts.find(kernel, "proc", "sys/fs/cgroup", "/");
      NameSettings names = new NameSettings(files, null, AllowedLabels.NONE);
      Snapshot snapshot =
          ProcfsScanner.of(kernel, "proc", CgroupNamespace.HOST, cgroups, names, check, null)
              .scan();
      assertThat(snapshot.unreadable()).isEmpty();
      return Stream.concat(Stream.ofNullable(snapshot.host()), snapshot.namespaces().stream())
          .map(ComposedHostsTest::describe)
          .collect(Collectors.joining());
    }
  }

  private static String describe(NetworkNamespace namespace) {
    StringBuilder text = new StringBuilder(namespace.kind().value());
    text.append(": ").append(namespace.processCount());
    text.append(" processes, read through ").append(namespace.directory()).append('\n');
    Container owner = namespace.owner();
    if (owner != null) {
      text.append("  owner ").append(describe(owner)).append('\n');
    }
    for (Container member : namespace.members()) {
      text.append("  member ").append(describe(member)).append('\n');
    }
    return text.toString();
  }

  private static String describe(Container container) {
    ContainerRuntime runtime = container.runtime();
    String id = container.id();
    Pod pod = container.pod();
    return (runtime == null ? "?" : runtime.value())
        + " "
        + (id.length() == 64 ? id.substring(0, 12) : id)
        + part(" named ", container.name())
        + part(" ", container.podContainerName())
        + (container.sandbox() ? " sandbox" : "")
        + (pod == null ? "" : part(" of pod ", pod.name()) + part(" in ", pod.namespace()));
  }

  private static String part(String before, @Nullable String value) {
    return value == null ? "" : before + value;
  }
}
