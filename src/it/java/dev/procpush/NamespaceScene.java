// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static dev.procpush.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.Backend.Demands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// A router of OpenStack's, whose namespace has sockets and no process; the DHCP server that it is
/// connected to, which has one; a Docker container; and an interface of the host's. Then the agent
/// with a file of settings, a real Collector and a real Prometheus.
final class NamespaceScene implements AutoCloseable {
  /// How long anything may take to reach Prometheus.
  static final Duration SOON = Duration.ofSeconds(90);

  static final Map<String, String> COMMON =
      Map.of("job", "procpush", "instance", "namespaces-end-to-end");

  /// How many datagrams of how many bytes went to the router before anybody looked.
  static final int PINGS = 7;

  static final int PING_BYTES = 14 + 20 + 8 + 1000; // Ethernet, IPv4, ICMP, data

  /// How long connections of the router, and of the container, may be idle.
  static final int ROUTERS_KEEPALIVE = 1234;

  static final int CONTAINERS_KEEPALIVE = 4321;

  private static final String OWN = Long.toString(ProcessHandle.current().pid(), 36);

  private final String routerId = UUID.randomUUID().toString();
  final String routerName = "qrouter-" + routerId;
  final String networkId = UUID.randomUUID().toString();
  final String dhcpName = "qdhcp-" + networkId;
  final String uplink = "ppup" + OWN;
  final PrometheusApi prometheus;
  final ObservedNamespace host;
  final ObservedNamespace router;
  final ObservedNamespace container;
  final LiveNamespace dhcp;
  final HeldSockets routersSockets;
  final HeldSockets containersSockets;
  final AgentProcess agent;

  private final Deque<AutoCloseable> opened;
  private final Path sockets;
  private final EmptyNamespace routersNamespace;
  private final String containerName = "procpush-it-e2e-" + OWN;

  private NamespaceScene(Path folder, Deque<AutoCloseable> opened) throws IOException {
    this.opened = opened;
    sockets = HeldSockets.compile(folder);
    Backend backend = opened(Backend.start(folder, Demands.NONE));
    prometheus = backend.prometheus();
    host = observed("host", "system_", Map.of(), List.of());

    routersNamespace = opened(EmptyNamespace.create(routerName));
    dhcp = opened(LiveNamespace.named(dhcpName));
    router =
        observed(
            "router",
            "netns_",
            Map.of("netns_name", routerName, "openstack_router_id", routerId),
            routersNamespace.entering());
    connectRouter();
    trackConnections(router);
    routersSockets = opened(HeldSockets.start(sockets.toString(), routersNamespace.mount()));

    ContainerWithSockets started = opened(startContainer());
    containersSockets = started.sockets();
    container =
        observed(
            "container",
            "container_",
            Map.of("container_id", started.shortId(), "container_name", containerName),
            started.entering());
    trackConnections(container);

    makeUplink();
    agent = opened(startAgent(folder, backend));
  }

  /// Makes all of it, and waits until the agent has reported.
  static NamespaceScene start(Path folder) throws IOException {
    Deque<AutoCloseable> opened = new ArrayDeque<>();
    try {
      NamespaceScene scene = new NamespaceScene(folder, opened);
      scene.await();
      return scene;
    } catch (IOException | RuntimeException | AssertionError e) {
      close(opened);
      throw e;
    }
  }

  private void await() throws IOException {
    try {
      for (ObservedNamespace namespace : List.of(host, router, container)) {
        eventually(SOON, () -> assertThat(namespace.series("network_socket_count")).hasSize(1));
      }
    } catch (AssertionError e) {
      throw new AssertionError(String.join("\n", agent.lines()), e);
    }
  }

  String dhcpSelector() {
    return "netns_info{netns_name='" + dhcpName + "'}";
  }

  private ObservedNamespace observed(
      String title, String prefix, Map<String, String> identity, List<String> entering) {
    return new ObservedNamespace(title, prefix, identity, COMMON, entering, prometheus);
  }

  /// One port is up and one is down. Their other ends are in the DHCP server's namespace.
  private void connectRouter() {
    router.run("sysctl -qw net.ipv4.ip_forward=1");
    router.run("sysctl -qw net.ipv4.tcp_orphan_retries=100");
    router.run("sysctl -qw net.ipv4.tcp_keepalive_time=" + ROUTERS_KEEPALIVE);
    router.run("ip link set lo up");
    router.run("ip link add qr-one type veth peer name tap-one netns " + dhcp.pid());
    router.run("ip link add qg-two mtu 1400 type veth peer name tap-two netns " + dhcp.pid());
    router.run("ip link set qr-one addrgenmode none up");
    router.run("ip addr add 192.0.2.1/24 dev qr-one");
    router.run("ip addr add 2001:db8::1/64 dev qr-one nodad");
    dhcp.run("ip link set tap-one addrgenmode none up".split(" "));
    dhcp.run("ip addr add 192.0.2.2/24 dev tap-one".split(" "));
    dhcp.run("busybox ping -c %d -s 1000 -W 10 192.0.2.1".formatted(PINGS).split(" "));
  }

  /// In a network of its own, where nobody else speaks.
  private ContainerWithSockets startContainer() throws IOException {
    Command.run("docker", "network", "create", containerName);
    opened.push(() -> Command.run("docker", "network", "rm", containerName));
    return ContainerWithSockets.start(
        containerName,
        sockets,
        "--network=" + containerName,
        "--sysctl=net.ipv4.tcp_keepalive_time=" + CONTAINERS_KEEPALIVE,
        "--sysctl=net.ipv6.conf.all.disable_ipv6=1");
  }

  /// Connection tracking begins with the first rule that asks for it. Three flows are put in by
  /// hand; what the sockets say to one another is tracked as well.
  private static void trackConnections(ObservedNamespace namespace) {
    namespace.run("iptables -A INPUT -m conntrack --ctstate INVALID -j DROP");
    for (int port = 1; port <= 3; port++) {
      namespace.run(
          "conntrack -I -p udp -s 192.0.2.1 -d 192.0.2.2 --sport %d --dport 53 --timeout 3600"
              .formatted(port));
    }
  }

  /// It goes with the namespace that its other end is in.
  private void makeUplink() {
    host.run("ip link add %s type veth peer name far netns %d".formatted(uplink, dhcp.pid()));
    dhcp.run("ip link set far up".split(" "));
    host.run("ip link set " + uplink + " addrgenmode none up");
    host.run("ip addr add 198.51.100.1/24 dev " + uplink);
    for (int i = 2; i <= 4; i++) {
      host.run(
          "ip neigh add 198.51.100.%d lladdr 02:00:00:00:00:0%d dev %s".formatted(i, i, uplink));
    }
  }

  private AgentProcess startAgent(Path folder, Backend backend) throws IOException {
    Path config = folder.resolve("procpush.yaml");
    Files.writeString(config, settings());
    return AgentProcess.start(
        folder.resolve("agent.log"),
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            "http://localhost:" + backend.grpcPort(),
            "OTEL_METRIC_EXPORT_INTERVAL",
            "2000",
            "OTEL_RESOURCE_ATTRIBUTES",
            "service.instance.id=" + COMMON.get("instance")),
        "--config=" + config);
  }

  private String settings() {
    return """
    namespaces:
      include: ^(%s|%s)$
    containers:
      include: ^%s$
    interfaces:
      host:
        include: ^(lo|%s)$
    protocols:
      include: '^(Ip_Forwarding|IpExt_(In|Out)Octets|Ip6_InOctets|Tcp_(ActiveOpens|CurrEstab|InSegs|OutSegs|PassiveOpens|RetransSegs|RtoMin)|TcpExt_ListenDrops|Udp_(In|Out)Datagrams|UdpLite_InErrors)$'
    attribute_rules:
      - namespace: ^qrouter-(?P<router>[0-9a-f-]{36})$
        attributes: {openstack.router.id: router}
      - namespace: ^qdhcp-(?P<network>[0-9a-f-]{36})$
        attributes: {openstack.network.id: network}
    proc_metrics:
      - name: acme.ip.forwarding
        file: proc/sys/net/ipv4/ip_forward
        type: gauge
        unit: '{state}'
      - name: acme.conntrack.inserted
        file: proc/net/stat/nf_conntrack
        type: counter
        unit: '{entry}'
        column: insert
        base: 16
      - name: acme.keepalive.time
        file: proc/sys/net/ipv4/tcp_keepalive_time
        type: gauge
        unit: s
        scopes: [container, netns]
    """
        .formatted(routerName, dhcpName, containerName, uplink);
  }

  private <T extends AutoCloseable> T opened(T resource) {
    opened.push(resource);
    return resource;
  }

  @Override
  public void close() {
    close(opened);
  }

  private static void close(Deque<AutoCloseable> opened) {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
