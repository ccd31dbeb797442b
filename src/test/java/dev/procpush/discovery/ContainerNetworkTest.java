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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /// As kind, minikube with Docker, and k3s in LXC have it, in either version of cgroups.
  @ParameterizedTest
  @ValueSource(strings = {"0::%s\n", "5:memory:%s\n4:cpu,cpuacct:%1$s\n1:name=systemd:/\n0::/\n"})
  void thatOfANodeInAContainerIsTheNodesWhateverPodsAreOnIt(String cgroups) {
    for (String node : List.of(docker('a'), "/lxc.payload." + id('a'))) {
      procfs.add(10, 200, "").comm("systemd").cgroupText(cgroups.formatted(node));
      procfs.add(11, 200, "").comm("pause").cgroupText(cgroups.formatted(node + pod('b')));
      procfs.add(12, 200, "").comm("etcd").cgroupText(cgroups.formatted(node + pod('c')));
      procfs.add(13, 300, "").comm("pause").cgroupText(cgroups.formatted(node + otherPod('d')));
      procfs.add(14, 300, "").comm("web").cgroupText(cgroups.formatted(node + otherPod('e')));

      Snapshot snapshot = scanner.scan();

      assertThat(snapshot.containers())
          .extracting(ContainerNetworkTest::network)
          .containsExactly(
              new ContainerNetwork(ContainerNetwork.Mode.OWN, null, 200, null),
              new ContainerNetwork(ContainerNetwork.Mode.SHARED, id('a'), 200, null),
              new ContainerNetwork(ContainerNetwork.Mode.SHARED, id('a'), 200, null),
              new ContainerNetwork(ContainerNetwork.Mode.POD, null, 300, null),
              new ContainerNetwork(ContainerNetwork.Mode.POD, id('d'), 300, null));
      assertThat(snapshot.namespaces())
          .extracting(namespace -> namespace.kind() + " " + owner(namespace))
          .containsExactlyInAnyOrder("CONTAINER " + id('a'), "POD " + id('d'));
      for (int pid = 10; pid < 15; pid++) {
        procfs.end(pid);
      }
    }
  }

  /// A pod that holds Docker: what runs within its containers is on the pod's network.
  @Test
  void thatOfAPodIsItsSandboxsWhateverIsWithinItsContainers() {
    procfs.add(10, 200, pod('a')).comm("pause");
    procfs.add(11, 200, pod('b'));
    procfs.add(12, 200, pod('b') + docker('c'));

    assertThat(scanner.scan().containers())
        .extracting(ContainerNetworkTest::network)
        .containsExactly(
            new ContainerNetwork(ContainerNetwork.Mode.POD, null, 200, null),
            new ContainerNetwork(ContainerNetwork.Mode.POD, id('a'), 200, null),
            new ContainerNetwork(ContainerNetwork.Mode.SHARED, id('a'), 200, null));
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

  private static String otherPod(char digit) {
    return "/kubepods/burstable/pod7f1c2d3e-aaaa-bbbb-cccc-0123456789ab/" + id(digit);
  }

  private static String owner(NetworkNamespace namespace) {
    return Objects.requireNonNull(namespace.owner()).id();
  }

  private static ContainerNetwork network(Container container) {
    return Objects.requireNonNull(container.details().network());
  }
}
