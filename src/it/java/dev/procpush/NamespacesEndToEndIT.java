// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static dev.procpush.Eventually.eventually;
import static dev.procpush.NamespaceScene.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// All that can be asked about a network namespace, asked of Prometheus, behind a real Collector
/// and the agent with all capabilities: of a router's namespace, which has no process, and of a
/// container's. Each answer is compared, with all labels and the number of series, with what the
/// system's own tools tell inside.
@RequiresBackend
@RequiresDocker
@RequiresRoot
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NamespacesEndToEndIT {

  /// The first column of softnet_stat, of all CPUs.
  private static final String PROCESSED =
      "s=0; while read -r c _; do s=$((s + 16#$c)); done < /proc/net/softnet_stat; echo $s";

  private NamespaceScene scene;
  private ObservedNamespace router;
  private ObservedNamespace host;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    scene = NamespaceScene.start(folder);
    router = scene.router;
    host = scene.host;
  }

  @AfterAll
  void close() {
    scene.close();
  }

  List<ObservedNamespace> namespaces() {
    return List.of(scene.router, scene.container);
  }

  @ParameterizedTest
  @MethodSource("namespaces")
  void countsWhatItsInterfacesPass(ObservedNamespace namespace) {
    ExpectedSeries expected = new ExpectedSeries(namespace);
    eventually(SOON, () -> namespace.assertHas(expected.ofTraffic()));
  }

  @Test
  void countsWhatWasSentToTheRouter() {
    Map<String, String> received =
        router.labels(
            "network_io_bytes_total",
            "network_interface_name",
            "qr-one",
            "network_io_direction",
            "receive");
    double sent = NamespaceScene.PINGS * NamespaceScene.PING_BYTES;
    eventually(
        SOON,
        () ->
            assertThat(router.series("network_io_bytes_total").get(received))
                .isGreaterThanOrEqualTo(sent));
  }

  /// The other ends of the container's interfaces are in our own namespace; those of the router's
  /// are not, and so it is not told where.
  @ParameterizedTest
  @MethodSource("namespaces")
  void tellsTheStateOfItsInterfaces(ObservedNamespace namespace) {
    ExpectedSeries expected = new ExpectedSeries(namespace);
    String peersInode = namespace == router ? "" : host.inode();
    eventually(SOON, () -> namespace.assertHas(expected.ofInterfaces(peersInode)));
  }

  @Test
  void tellsAnInterfaceThatIsUpFromOneThatIsNot() {
    String metric = "network_interface_up";
    eventually(
        SOON,
        () ->
            assertThat(router.series(metric))
                .containsOnly(
                    entry(router.labels(metric, "network_interface_name", "qr-one"), 1.0),
                    entry(router.labels(metric, "network_interface_name", "qg-two"), 0.0)));
  }

  @ParameterizedTest
  @MethodSource("namespaces")
  void tellsItsAddresses(ObservedNamespace namespace) {
    ExpectedSeries expected = new ExpectedSeries(namespace);
    eventually(SOON, () -> namespace.assertHas(expected.ofAddresses()));
  }

  @Test
  void tellsTheRoutersAddressesOfBothFamilies() {
    ExpectedSeries expected = new ExpectedSeries(router);
    eventually(
        SOON,
        () ->
            assertThat(router.series("network_interface_address_info"))
                .containsOnly(
                    entry(expected.address("qr-one", "ipv4", "192.0.2.1/24"), 1.0),
                    entry(expected.address("qr-one", "ipv6", "2001:db8::1/64"), 1.0)));
  }

  /// Connections in TIME_WAIT have but a minute, so it is asked how many there were at most.
  @ParameterizedTest
  @MethodSource("namespaces")
  void countsSocketsByKindAndState(ObservedNamespace namespace) {
    ExpectedSeries expected = new ExpectedSeries(namespace);
    sockets(namespace).endInTimeWait();
    eventually(
        SOON,
        () -> {
          SocketTable sockets = SocketTable.of(namespace);
          assertHasKnownSockets(sockets);
          namespace.assertHas(expected.ofSockets(sockets));
        });
    eventually(
        SOON,
        () -> {
          assertThat(namespace.largest("network_connection_count"))
              .containsEntry(nameless(expected.state("time_wait")), (double) HeldSockets.TIME_WAIT);
          assertThat(namespace.largest("network_tcp_time_wait"))
              .containsOnly(
                  entry(
                      nameless(namespace.labels("network_tcp_time_wait")),
                      (double) HeldSockets.TIME_WAIT));
        });
  }

  private HeldSockets sockets(ObservedNamespace namespace) {
    return namespace == router ? scene.routersSockets : scene.containersSockets;
  }

  /// In a container Docker's name server listens as well.
  private static void assertHasKnownSockets(SocketTable sockets) {
    assertThat(sockets.states())
        .containsEntry("established", HeldSockets.ESTABLISHED)
        .containsEntry("fin_wait_1", HeldSockets.ORPHANS)
        .containsEntry("fin_wait_2", HeldSockets.HALF_CLOSED)
        .containsEntry("close_wait", HeldSockets.HALF_CLOSED)
        .containsOnlyKeys(SocketTable.allStates());
    assertThat(sockets.states().get("listen")).isGreaterThanOrEqualTo(HeldSockets.LISTEN);
    assertThat(sockets.orphans()).isEqualTo(HeldSockets.ORPHANS);
    assertThat(sockets.inUse())
        .containsEntry("tcp ipv6", HeldSockets.TCP_IPV6)
        .containsEntry("udp ipv6", HeldSockets.UDP_IPV6);
    assertThat(sockets.inUse().get("udp ipv4")).isGreaterThanOrEqualTo(HeldSockets.UDP_IPV4);
  }

  private static Map<String, String> nameless(Map<String, String> labels) {
    Map<String, String> nameless = new HashMap<>(labels);
    nameless.remove("__name__");
    return nameless;
  }

  @Test
  void countsTheRoutersListeners() {
    ExpectedSeries expected = new ExpectedSeries(router);
    eventually(
        SOON,
        () -> {
          assertThat(router.series("network_connection_count"))
              .containsEntry(expected.state("listen"), (double) HeldSockets.LISTEN);
          assertThat(router.series("network_socket_inuse"))
              .containsEntry(expected.inUse("udp ipv4"), (double) HeldSockets.UDP_IPV4);
        });
  }

  @ParameterizedTest
  @MethodSource("namespaces")
  void countsTrackedConnections(ObservedNamespace namespace) {
    eventually(
        SOON,
        () -> {
          double tracked = number(namespace.run("conntrack -C"));
          assertThat(tracked).isGreaterThan(3);
          assertThat(namespace.value("network_conntrack_count")).isEqualTo(tracked);
          assertThat(namespace.value("network_conntrack_insert_total"))
              .isGreaterThanOrEqualTo(3)
              .isEqualTo(namespace.conntrackInsertions());
        });
  }

  @ParameterizedTest
  @MethodSource("namespaces")
  void countsWhatItsProtocolsDo(ObservedNamespace namespace) throws Exception {
    KernelProtocols before = KernelProtocols.of(namespace);
    eventually(
        SOON,
        () -> {
          Map<String, Double> values = new TreeMap<>();
          for (Map.Entry<String, String> metric : KernelProtocols.COUNTERS.entrySet()) {
            values.put(metric.getKey(), namespace.value(metric.getValue()));
          }
          KernelProtocols after = KernelProtocols.of(namespace);
          values.forEach(
              (name, value) ->
                  assertThat(value).as(name).isBetween(before.counter(name), after.counter(name)));
          assertThat(values.get("TcpRetransSegs")).as("those of the orphans").isPositive();
        });
  }

  @ParameterizedTest
  @MethodSource("namespaces")
  void tellsProtocolStatesAndTimes(ObservedNamespace namespace) {
    eventually(
        SOON,
        () -> {
          assertThat(namespace.value("network_tcp_curr_estab"))
              .isEqualTo(HeldSockets.ESTABLISHED + HeldSockets.HALF_CLOSED);
          assertThat(namespace.value("network_ip_forwarding"))
              .isEqualTo(namespace.sysctl("net.ipv4.ip_forward") == 1 ? 1 : 2);
          assertThat(namespace.value("network_tcp_rto_min_seconds"))
              .isEqualTo(KernelProtocols.of(namespace).rtoMinSeconds());
        });
  }

  @ParameterizedTest
  @MethodSource("namespaces")
  void readsTheUsersOwnFiles(ObservedNamespace namespace) {
    String forwarding = "acme_ip_forwarding";
    String keepalive = "acme_keepalive_time_seconds";
    String inserted = "acme_conntrack_inserted_total";
    double seconds =
        namespace == router
            ? NamespaceScene.ROUTERS_KEEPALIVE
            : NamespaceScene.CONTAINERS_KEEPALIVE;
    eventually(
        SOON,
        () -> {
          assertThat(namespace.seriesNamed(forwarding))
              .containsOnly(
                  entry(
                      namespace.labelsNamed(forwarding), namespace.sysctl("net.ipv4.ip_forward")));
          assertThat(namespace.seriesNamed(keepalive))
              .containsOnly(entry(namespace.labelsNamed(keepalive), seconds));
          assertThat(namespace.seriesNamed(inserted))
              .containsOnly(
                  entry(namespace.labelsNamed(inserted), namespace.conntrackInsertions()));
        });
  }

  /// A tool that we run inside is a process there as well, while it runs.
  @Test
  void tellsANamespaceWithoutProcessesFromOneThatHasSome() {
    Map<String, String> withoutProcess =
        router.labels(
            "info",
            "netns_inode",
            router.inode(),
            "netns_kind",
            "named",
            "netns_names",
            scene.routerName);
    Map<String, String> withProcess = new HashMap<>(NamespaceScene.COMMON);
    withProcess.put("__name__", "netns_info");
    withProcess.put("netns_name", scene.dhcpName);
    withProcess.put("openstack_network_id", scene.networkId);
    withProcess.put("netns_inode", "" + scene.dhcp.inode());
    withProcess.put("netns_kind", "named");
    withProcess.put("netns_names", scene.dhcpName);
    withProcess.put("process_pid", "" + scene.dhcp.pid());
    withProcess.put("process_executable_name", "cat");
    eventually(
        SOON,
        () -> {
          Map<Map<String, String>, Double> info = router.series("info");
          info.keySet().removeIf(labels -> labels.containsKey("process_pid"));
          assertThat(info).containsOnly(entry(withoutProcess, 1.0));
          assertThat(scene.prometheus.query(scene.dhcpSelector()))
              .extracting(PrometheusApi.Sample::labels)
              .containsExactly(withProcess);
        });
  }

  @ParameterizedTest
  @MethodSource("namespaces")
  void hasNoOtherSeriesOfItsNetwork(ObservedNamespace namespace) {
    ExpectedSeries expected = new ExpectedSeries(namespace);
    eventually(
        SOON,
        () -> {
          Map<String, Integer> found = namespace.seriesCounts();
          found.remove("netns_info");
          found
              .keySet()
              .removeIf(
                  name -> name.startsWith("container_") && !name.startsWith("container_network_"));
          assertThat(found).isEqualTo(expected.counts());
        });
  }

  @Test
  void tellsOfNoOtherNamespace() {
    eventually(
        SOON,
        () -> {
          assertThat(scene.prometheus.query("count by (netns_name) ({__name__=~'netns_.*'})"))
              .extracting(sample -> sample.label("netns_name"))
              .containsExactlyInAnyOrder(scene.routerName, scene.dhcpName);
          assertThat(scene.prometheus.query("count by (container_id) ({__name__=~'container_.*'})"))
              .extracting(sample -> sample.label("container_id"))
              .containsExactly(scene.container.identity().get("container_id"));
        });
  }

  @Test
  void tellsWhatTheHostAloneHas() {
    String speed = "network_interface_speed_bytes_per_second";
    eventually(
        SOON,
        () -> {
          assertThat(host.series(speed))
              .containsEntry(
                  ofUplink(speed),
                  125_000 * number(host.run("cat /sys/class/net/" + scene.uplink + "/speed")));
          assertThat(host.series("network_arp_entry_count"))
              .containsOnly(entry(ofUplink("network_arp_entry_count"), 3.0));
          assertThat(host.value("network_conntrack_limit"))
              .isEqualTo(host.sysctl("net.netfilter.nf_conntrack_max"));
          assertThat(host.value("network_global_tcp_orphan"))
              .isGreaterThanOrEqualTo(2 * HeldSockets.ORPHANS);
        });
    assertThat(others("(softnet_|arp_|global_|conntrack_limit|interface_speed).*")).isEmpty();
  }

  private List<PrometheusApi.Sample> others(String metrics) {
    return eventually(
        SOON,
        () -> scene.prometheus.query("{__name__=~'(netns|container)_network_" + metrics + "'}"));
  }

  @Test
  void countsTheHostsPacketsByCpu() {
    String metric = "network_softnet_processed_total";
    double before = number(Command.run("bash", "-c", PROCESSED));
    eventually(
        SOON,
        () -> {
          Map<Map<String, String>, Double> series = host.series(metric);
          assertThat(series).hasSize((int) number(Command.run("nproc", "--all")));
          assertThat(series.values().stream().mapToDouble(Double::doubleValue).sum())
              .isBetween(before, number(Command.run("bash", "-c", PROCESSED)));
          for (int cpu = 0; cpu < series.size(); cpu++) {
            assertThat(series).containsKey(host.labels(metric, "cpu_logical_number", "" + cpu));
          }
        });
  }

  @Test
  void tellsTheStateOfTheHostsInterfaces() {
    String up = "network_interface_up";
    ExpectedSeries expected = new ExpectedSeries(host);
    eventually(
        SOON,
        () -> {
          assertThat(host.series(up))
              .containsOnly(
                  entry(ofUplink(up), 1.0),
                  entry(host.labels(up, "network_interface_name", "lo"), 1.0));
          assertThat(host.series("network_interface_address_info"))
              .containsKey(expected.address(scene.uplink, "ipv4", "198.51.100.1/24"));
        });
  }

  @Test
  void complainsOfNothingButTime() throws Exception {
    assertThat(scene.agent.complaints()).isEmpty();
  }

  private Map<String, String> ofUplink(String metric) {
    return host.labels(metric, "network_interface_name", scene.uplink);
  }

  private static double number(String text) {
    return Double.parseDouble(text);
  }
}
