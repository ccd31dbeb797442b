// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static dev.procpush.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.RequiresDocker;
import dev.procpush.RequiresRoot;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FixedPatience;
import dev.procpush.linux.KernelFiles;
import dev.procpush.linux.NamespaceMount;
import dev.procpush.linux.NamespaceThread;
import dev.procpush.linux.RootFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/// Containers of a real Docker engine, seen from the host.
@RequiresDocker
@RequiresRoot
@Timeout(180)
final class DockerDiscoveryIT {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final KernelFiles kernel = KernelFiles.ofKernel();
  private final ProcfsScanner scanner =
      ProcfsScanner.of(
          kernel, "/proc", ProcfsCheck.of(kernel, "/proc", true), RootFiles.under("/"), null);

  @Test
  void aContainerOwnsItsNamespaceAndHasItsName() {
    try (GenericContainer<?> container = container("bridge")) {
      container.start();
      String name = container.getContainerInfo().getName().substring(1);

      eventually(
          LONGEST,
          () -> {
            NetworkNamespace namespace = ownedBy(scanner.scan(), container).getFirst();
            Container owner = namespace.owner();
            assertThat(owner).isNotNull();
            assertThat(owner.name()).isEqualTo(name);
            assertThat(owner.runtime()).isEqualTo(ContainerRuntime.DOCKER);
            assertThat(namespace.kind()).isEqualTo(NamespaceKind.CONTAINER);
          });
      assertThat(scanner.notices()).isEmpty();
    }
  }

  @Test
  void aContainersMountLeadsToItsNamespace() {
    NamespaceThread thread = NamespaceThread.start("/");
    try (GenericContainer<?> container = container("bridge");
        RootFiles root = RootFiles.under("/")) {
      container.start();
      Path sandbox = Path.of(container.getContainerInfo().getNetworkSettings().getSandboxKey());
      NamespaceMounts mounts =
          NamespaceMounts.in(
              root,
              List.of(String.valueOf(sandbox.getParent())),
              work -> thread.run(inside -> work.accept(mount -> inode(inside, mount))),
              new FixedPatience(500_000_000));
      ProcfsCheck check = ProcfsCheck.of(kernel, "/proc", true);
      ProcfsScanner both = ProcfsScanner.of(kernel, "/proc", check, root, null, mounts);

      eventually(
          LONGEST,
          () -> {
            Snapshot snapshot = both.scan();
            NetworkNamespace namespace = ownedBy(snapshot, container).getFirst();
            String name = String.valueOf(sandbox.getFileName());
            assertThat(namespace.kind()).isEqualTo(NamespaceKind.CONTAINER);
            assertThat(namespace.names()).containsExactly(name);
            assertThat(snapshot.namespaces())
                .filteredOn(other -> other.names().contains(name))
                .containsExactly(namespace);
            assertThat(snapshot.host()).isNotNull();
            assertThat(snapshot.host().kind()).isEqualTo(NamespaceKind.HOST);
          });
    } finally {
      thread.close();
    }
  }

  @Test
  void containersThatShareANamespaceHaveOneOwner() {
    try (GenericContainer<?> first = container("bridge")) {
      first.start();
      try (GenericContainer<?> second = container("container:" + first.getContainerId())) {
        second.start();

        eventually(
            LONGEST,
            () -> {
              Snapshot snapshot = scanner.scan();
              assertThat(ownedBy(snapshot, first))
                  .singleElement()
                  .satisfies(
                      namespace ->
                          assertThat(namespace.members())
                              .extracting(Container::id)
                              .containsExactly(first.getContainerId(), second.getContainerId()));
              assertThat(ownedBy(snapshot, second)).isEmpty();
            });
      }
    }
  }

  @Test
  void aContainerOnTheHostsNetworkOwnsNoNamespace() {
    try (GenericContainer<?> container = container("host")) {
      container.start();

      eventually(
          LONGEST,
          () -> {
            Snapshot snapshot = scanner.scan();
            assertThat(snapshot.containers())
                .extracting(Container::id)
                .contains(container.getContainerId());
            assertThat(ownedBy(snapshot, container)).isEmpty();
            assertThat(snapshot.host()).isNotNull();
            assertThat(snapshot.host().owner()).isNull();
            assertThat(snapshot.host().members())
                .extracting(Container::id)
                .contains(container.getContainerId());
          });
    }
  }

  private static long inode(NamespaceThread.Inside inside, NamespaceMount mount)
      throws ErrnoException {
    inside.enter(mount);
    return inside.inode();
  }

  private static GenericContainer<?> container(String network) {
    return new GenericContainer<>(DockerImageName.parse("busybox:1.37"))
        .withNetworkMode(network)
        .withCommand("sleep", "600");
  }

  private static List<NetworkNamespace> ownedBy(Snapshot snapshot, GenericContainer<?> container) {
    return snapshot.namespaces().stream()
        .filter(
            namespace ->
                namespace.owner() != null
                    && namespace.owner().id().equals(container.getContainerId()))
        .toList();
  }
}
