// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import dev.procpush.Collected.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.utility.DockerImageName;

/// Docker's containers as the agent sees them: two on a bridge where nobody speaks but the test,
/// one that shares another's namespace, one on the host's.
@RequiresDocker
@RequiresRoot
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DockerIT {

  private static final DockerImageName IMAGE = DockerImageName.parse("busybox:1.37");
  private static final int ECHO_HEADERS = 14 + 20 + 8; // Ethernet, IPv4, ICMP

  private final String id = Long.toString(ProcessHandle.current().pid(), 36);
  private final List<AutoCloseable> open = new ArrayList<>();
  private GenericContainer<?> sender;
  private GenericContainer<?> receiver;
  private GenericContainer<?> guest;
  private GenericContainer<?> onHost;

  @BeforeAll
  void start() throws Exception {
    Network network = quietNetwork();
    sender = started(container("sender").withNetwork(network));
    receiver = started(container("receiver").withNetwork(network));
    guest = started(container("guest").withNetworkMode("container:" + receiver.getContainerId()));
    onHost = started(container("on-host").withNetworkMode("host"));
    for (GenericContainer<?> container : List.of(sender, receiver)) {
      silenceHostsEnd(container);
    }
    run(sender, "ip", "route", "add", Traffic.NOBODY, "dev", "eth0");
    run(sender, "arp", "-i", "eth0", "-s", Traffic.NOBODY, "02:00:00:00:00:07");
  }

  @AfterAll
  void close() throws Exception {
    for (AutoCloseable closeable : open.reversed()) {
      closeable.close();
    }
  }

  @Test
  void countsWhatAContainerSendsAndAnotherHears() throws Exception {
    Collected before = Procpush.once();
    sender.execInContainer("ping", "-c", "5", "-i", "0.1", "-s", "1000", "-W", "1", Traffic.NOBODY);
    Collected after = Procpush.once();

    long bytes = 5 * (ECHO_HEADERS + 1000);
    assertThat(grown(before, after, sender))
        .isEqualTo(Collected.columns(0, 0, 0, 0, 0, 0, 0, 0, bytes, 5, 0, 0, 0, 0, 0, 0));
    assertThat(grown(before, after, receiver))
        .isEqualTo(Collected.columns(bytes, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void tellsWhatTheContainerItselfReads() throws Exception {
    Collected once = Procpush.once();
    NetDevTable inside = NetDevTable.of(run(sender, "cat", "/proc/net/dev"));

    assertThat(of(once, sender)).hasSize(16);
    assertThat(Collected.columns(of(once, sender), "eth0"))
        .isEqualTo(Collected.columns(inside.numbers("eth0")));
  }

  @Test
  void givesASharedNamespaceToItsOwnerAlone() throws Exception {
    Collected once = Procpush.once();

    assertThat(of(once, receiver)).hasSize(16);
    assertThat(of(once, guest)).isEmpty();
    assertThat(once.network("container", "container.name", name(guest))).isEmpty();
    assertThat(once.network("netns", "netns.inode", "" + inode(receiver))).isEmpty();
  }

  @Test
  void countsTheHostsNetworkForTheHostAlone() throws Exception {
    Collected once = Procpush.once();

    assertThat(of(once, onHost)).isEmpty();
    assertThat(once.network("container", "container.name", name(onHost))).isEmpty();
    assertThat(once.host()).isNotEmpty();
  }

  @Test
  void findsNamesWhereDockerKeepsThem() throws Exception {
    String root = Command.run("docker", "info", "-f", "{{.DockerRootDir}}").strip();
    for (Collected once : List.of(Procpush.once(), Procpush.once("--docker.root=" + root))) {
      for (GenericContainer<?> container : List.of(sender, receiver)) {
        assertThat(of(once, container))
            .isNotEmpty()
            .allSatisfy(
                point ->
                    assertThat(point.attributes())
                        .containsEntry("container.name", name(container))
                        .containsOnlyKeys(
                            point.attributes().containsKey("network.io.direction")
                                ? List.of(
                                    "container.id",
                                    "container.name",
                                    "network.interface.name",
                                    "network.io.direction")
                                : List.of(
                                    "container.id", "container.name", "network.interface.name")));
      }
    }
  }

  @Test
  void leavesNamesOutWhereDockerKeepsNone() throws Exception {
    Collected once = Procpush.once("--docker.root=/nowhere");

    assertThat(of(once, sender))
        .hasSize(16)
        .allSatisfy(point -> assertThat(point.attributes()).doesNotContainKey("container.name"));
  }

  @Test
  void leavesOutContainersThatARegexNames() throws Exception {
    Collected others = Procpush.once("--containers.exclude=^" + name(sender) + "$");
    assertThat(of(others, sender)).isEmpty();
    assertThat(of(others, receiver)).hasSize(16);

    Collected only = Procpush.once("--containers.include=^" + name(sender) + "$");
    assertThat(of(only, sender)).hasSize(16);
    assertThat(only.netDev("container")).hasSize(16);
    assertThat(only.host()).isNotEmpty();
  }

  @Test
  void listsNamespacesWithTheirOwners() throws Exception {
    Ended namespaces = Procpush.run("namespaces");

    assertThat(namespaces.output().lines())
        .filteredOn(line -> line.contains(name(sender)))
        .singleElement()
        .asString()
        .contains("" + inode(sender), "container", "docker", "eth0");
    assertThat(namespaces.exitCode()).isZero();
  }

  /// A bridge whose host's end says nothing, for containers that announce nothing.
  private Network quietNetwork() throws IOException {
    String bridge = "pp" + id;
    Network network =
        Network.builder()
            .createNetworkCmdModifier(
                command ->
                    command.withOptions(
                        Map.of(
                            "com.docker.network.bridge.name",
                            bridge,
                            "com.docker.network.advertise_addr_nmsgs",
                            "0")))
            .build();
    open.add(network);
    assertThat(network.getId()).isNotEmpty(); // makes it
    silence(bridge);
    return network;
  }

  private GenericContainer<?> container(String role) {
    return new GenericContainer<>(IMAGE)
        .withCommand("sleep", "3600")
        .withCreateContainerCmdModifier(command -> configure(command, role));
  }

  private void configure(CreateContainerCmd command, String role) {
    HostConfig host = Objects.requireNonNull(command.getHostConfig());
    host.withCapAdd(Capability.NET_ADMIN);
    if (role.equals("sender") || role.equals("receiver")) {
      host.withSysctls(Map.of("net.ipv6.conf.all.disable_ipv6", "1"));
    }
    command.withName("procpush-it-" + id + "-" + role);
  }

  private GenericContainer<?> started(GenericContainer<?> container) {
    open.add(container);
    container.start();
    return container;
  }

  /// Takes IPv6 from the host's end of a container's eth0.
  private static void silenceHostsEnd(GenericContainer<?> container) throws Exception {
    String index = run(container, "cat", "/sys/class/net/eth0/iflink").strip();
    try (Stream<Path> interfaces = Files.list(Path.of("/sys/class/net"))) {
      for (Path candidate : interfaces.toList()) {
        if (Files.readString(candidate.resolve("ifindex")).strip().equals(index)) {
          silence(candidate.getFileName().toString());
        }
      }
    }
  }

  private static void silence(String interfaceName) throws IOException {
    Files.writeString(Path.of("/proc/sys/net/ipv6/conf", interfaceName, "disable_ipv6"), "1");
  }

  private static String run(GenericContainer<?> container, String... line) throws Exception {
    var result = container.execInContainer(line);
    assertThat(result.getExitCode()).as(result.getStderr()).isZero();
    return result.getStdout();
  }

  private static List<Point> of(Collected collected, GenericContainer<?> container) {
    return collected.network(
        "container", "container.id", container.getContainerId().substring(0, 12));
  }

  private static Map<List<String>, Long> grown(
      Collected before, Collected after, GenericContainer<?> container) {
    Map<List<String>, Long> grown = new HashMap<>(Collected.columns(of(after, container), "eth0"));
    Collected.columns(of(before, container), "eth0")
        .forEach((column, value) -> grown.merge(column, -value, Long::sum));
    return grown;
  }

  private static String name(GenericContainer<?> container) {
    return container.getContainerName().substring(1);
  }

  private static long inode(GenericContainer<?> container) throws IOException {
    Long pid = container.getCurrentContainerInfo().getState().getPidLong();
    return (Long) Files.getAttribute(Path.of("/proc/" + pid + "/net/dev"), "unix:ino");
  }
}
