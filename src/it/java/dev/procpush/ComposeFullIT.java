// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static dev.procpush.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.PrometheusApi.Sample;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// compose.yml alone, and then with compose.full.yml over it: the same questions about a container
/// and about named namespaces without processes. One stack for all tests, which go on from one
/// another.
@RequiresDocker
@RequiresRoot
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ComposeFullIT {
  private static final Duration SOON = Duration.ofSeconds(90);

  private final String own = "ppfull" + Long.toString(ProcessHandle.current().pid(), 36);
  private final List<EmptyNamespace> namespaces = new ArrayList<>();
  private LiveNamespace farEnds;
  private ContainerWithSockets container;
  private ComposeStack stack;
  private PrometheusApi prometheus;

  @BeforeAll
  void bringUp(@TempDir Path folder) throws Exception {
    farEnds = LiveNamespace.create();
    container = ContainerWithSockets.start(own, HeldSockets.compile(folder));
    add("before");
    stack =
        new ComposeStack(
            folder,
            Map.of(
                "PROCPUSH_NAMESPACES_INCLUDE",
                "^" + own,
                "PROCPUSH_CONTAINERS_INCLUDE",
                "^(%s|%s)".formatted(own, container.shortId())));
    stack.up(Map.of());
    prometheus = stack.prometheus();
  }

  @AfterAll
  void takeDown() {
    if (stack != null) {
      stack.close();
    }
    namespaces.forEach(EmptyNamespace::close);
    container.close();
    farEnds.close();
  }

  /// Its veth pair lives as long as it does, and can be seen from elsewhere.
  private EmptyNamespace add(String name) {
    EmptyNamespace namespace = EmptyNamespace.create(own + "-" + name);
    namespaces.add(namespace);
    farEnds.run(
        "ip link add %s type veth peer name near netns %s"
            .formatted(name, namespace.name())
            .split(" "));
    return namespace;
  }

  @Test
  @Order(1)
  void showsWithoutCapabilityWhatFilesTell() {
    eventually(
        SOON,
        () -> {
          assertThat(ofContainer("network_io_bytes_total")).hasSize(2);
          assertThat(ofContainer("network_socket_count")).hasSize(1);
          assertThat(ofContainer("network_tcp_retrans_segs_total")).hasSize(1);
          assertThat(ofContainer("network_conntrack_count")).hasSize(1);
          assertThat(inUse("udp", "ipv6")).isEqualTo(HeldSockets.UDP_IPV6);
          assertThat(inUse("tcp", "ipv6")).isEqualTo(HeldSockets.TCP_IPV6);
        });
  }

  /// From net/tcp, as long as there are few namespaces.
  @Test
  @Order(2)
  void countsTcpStatesWithoutCapabilityWhereNamespacesAreFew() {
    eventually(
        SOON,
        () -> {
          List<Sample> connections = ofContainer("network_connection_count");
          assertThat(connections).hasSize(11);
          assertThat(established(connections)).containsExactly((double) HeldSockets.ESTABLISHED);
        });
  }

  @Test
  @Order(3)
  void showsNothingOfTheInsideWithoutCapability() throws Exception {
    assertThat(ofContainer("network_interface_up")).isEmpty();
    assertThat(ofContainer("network_interface_info")).isEmpty();
    assertThat(ofContainer("network_interface_address_info")).isEmpty();
    assertThat(prometheus.query("{__name__=~'netns_.*'}")).isEmpty();
    assertThat(prometheus.query("procpush_namespace_unreadable{error_type='EPERM'} > 0"))
        .hasSize(1);
  }

  /// One line for those that are known by name alone, one for those that have a process.
  @Test
  @Order(4)
  void saysOnceWhatIsMissing() {
    List<String> lines =
        stack.logs("procpush").lines().filter(line -> line.contains("CAP_SYS_ADMIN")).toList();

    assertThat(lines).hasSize(2).allMatch(line -> line.contains("compose.full.yml"));
    assertThat(lines).filteredOn(line -> line.contains("named network namespaces")).hasSize(1);
    assertThat(lines)
        .filteredOn(line -> line.contains("no interface state and addresses"))
        .hasSize(1);
  }

  @Test
  @Order(5)
  void countsTcpStatesOfAContainerWithOneCapability() {
    stack.overlay("compose.full.yml");
    stack.up(Map.of());

    eventually(
        SOON,
        () -> {
          assertThat(named("network_connection_count")).hasSize(11);
          assertThat(named("network_interface_up")).hasSize(1);
        });
    assertThat(
            Command.run(
                "docker",
                "inspect",
                "-f",
                "{{.Config.User}} {{.HostConfig.CapDrop}} {{.HostConfig.CapAdd}}"
                    + " {{.HostConfig.Privileged}}",
                stack.container("procpush")))
        .matches("0 \\[ALL] \\[(CAP_)?SYS_ADMIN] false\\s*");
  }

  @Test
  @Order(6)
  void showsTheInsideOfAContainerWithOneCapability() throws Exception {
    assertThat(established(named("network_connection_count")))
        .containsExactly((double) HeldSockets.ESTABLISHED);
    assertThat(named("network_tcp_orphan"))
        .extracting(Sample::value)
        .containsExactly((double) HeldSockets.ORPHANS);
    assertThat(named("network_interface_address_info"))
        .extracting(sample -> sample.label("network_interface_address"))
        .containsExactly(
            Command.run(
                    "docker",
                    "inspect",
                    "-f",
                    "{{.NetworkSettings.IPAddress}}/{{.NetworkSettings.IPPrefixLen}}",
                    own)
                .strip());
  }

  /// The agent's container has a copy of the host's mounts, which follows these.
  @Test
  @Order(7)
  void showsNamespacesWithoutProcessesWheneverMade() {
    add("after");

    eventually(
        SOON,
        () -> {
          assertThat(withName("netns_network_socket_count", "before")).hasSize(1);
          assertThat(withName("netns_network_socket_count", "after")).hasSize(1);
          assertThat(withName("netns_network_connection_count", "after")).hasSize(11);
          assertThat(withName("netns_network_interface_up", "after"))
              .singleElement()
              .satisfies(sample -> assertThat(sample.value()).isZero());
          assertThat(prometheus.query("count by (netns_name) ({__name__=~'netns_.*'})"))
              .extracting(sample -> sample.label("netns_name"))
              .containsExactlyInAnyOrder(own + "-before", own + "-after");
        });
  }

  @Test
  @Order(8)
  void letsGoOfADeletedNamespace() {
    namespaces.forEach(EmptyNamespace::close);
    namespaces.clear();

    eventually(
        SOON,
        () ->
            assertThat(farEnds.run("ip", "-o", "link"))
                .doesNotContain("before@")
                .doesNotContain("after@"));
    assertThat(stack.logs("procpush")).doesNotContain("CAP_SYS_ADMIN");
  }

  private List<Sample> ofContainer(String metric) throws Exception {
    return prometheus.query(
        "container_%s{container_id='%s', container_name=''}"
            .formatted(metric, container.shortId()));
  }

  /// Docker's names can be read by root alone.
  private List<Sample> named(String metric) throws Exception {
    return prometheus.query(
        "container_%s{container_id='%s', container_name='%s'}"
            .formatted(metric, container.shortId(), own));
  }

  private List<Sample> withName(String metric, String name) throws Exception {
    return prometheus.query("%s{netns_name='%s-%s'}".formatted(metric, own, name));
  }

  private double inUse(String transport, String type) throws Exception {
    return ofContainer("network_socket_inuse").stream()
        .filter(sample -> sample.label("network_transport").equals(transport))
        .filter(sample -> sample.label("network_type").equals(type))
        .mapToDouble(Sample::value)
        .sum();
  }

  private static List<Double> established(List<Sample> connections) {
    return connections.stream()
        .filter(sample -> sample.label("network_connection_state").equals("established"))
        .map(Sample::value)
        .toList();
  }
}
