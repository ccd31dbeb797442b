// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static dev.procpush.discovery.FakeProcfs.HOST;
import static dev.procpush.discovery.Scans.docker;
import static dev.procpush.discovery.Scans.id;
import static dev.procpush.discovery.Scans.pod;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Whose network a container is on.
class ContainerNetworkTest {
  private final FakeProcfs procfs = new FakeProcfs();
  private final ProcfsScanner scanner =
      ProcfsScanner.of(procfs, FakeProcfs.PATH, new ProcfsCheck(true, List.of()), null, null);

  @Test
  void itIsItsOwnAnothersOrTheHosts() {
    procfs.add(10, 200, docker('a'));
    procfs.add(11, 200, docker('b'));
    procfs.add(12, HOST, docker('c'));

    List<Container> containers = scanner.scan().containers();

    assertThat(containers)
        .extracting(ContainerNetworkTest::network)
        .containsExactly(
            new ContainerNetwork(ContainerNetwork.Mode.OWN, null, 200, null),
            new ContainerNetwork(ContainerNetwork.Mode.SHARED, id('a'), 200, null),
            new ContainerNetwork(ContainerNetwork.Mode.HOST, null, HOST, null));
    assertThat(scanner.scan().containers()).isEqualTo(containers);
    assertThat(scanner.scan().containers().get(1)).isSameAs(containers.get(1));
  }

  @Test
  void thatOfAPodIsAllItsContainers() {
    procfs.add(10, 200, pod('a')).comm("pause");
    procfs.add(11, 200, pod('b'));

    assertThat(scanner.scan().containers())
        .extracting(ContainerNetworkTest::network)
        .containsExactly(
            new ContainerNetwork(ContainerNetwork.Mode.POD, null, 200, null),
            new ContainerNetwork(ContainerNetwork.Mode.POD, id('a'), 200, null));
  }

  @Test
  void whenItsOwnerEndsItIsAnothers() {
    procfs.add(10, 200, docker('a'));
    procfs.add(11, 200, docker('b'));
    scanner.scan();
    procfs.end(10);

    Container left = scanner.scan().containers().getFirst();

    assertThat(network(left).mode()).isEqualTo(ContainerNetwork.Mode.OWN);
    assertThat(left.details().startTime()).isNotNull();
  }

  private static ContainerNetwork network(Container container) {
    return Objects.requireNonNull(container.details().network());
  }
}
