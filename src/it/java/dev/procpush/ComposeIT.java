// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static dev.procpush.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.PrometheusApi.Sample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// compose.yml as users bring it up: the agent first, then the Collector and Prometheus; each
/// question is asked to Prometheus. One stack for all tests, which go on from one another.
@RequiresDocker
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ComposeIT {

  private static final Duration SOON = Duration.ofSeconds(90);

  /// The names of net/dev's metrics, behind the prefix.
  private static final String NET_DEV =
      "network_(io|packet|errors|fifo|frame|collisions|carrier_errors).*";

  private static final int ECHO_REQUESTS = 5;
  private static final int ECHO_BYTES = 14 + 20 + 8 + 1000; // Ethernet, IPv4, ICMP, data

  private final String traffic = "procpush-it-traffic-" + ProcessHandle.current().pid();
  private String containerId = "";
  private ComposeStack stack;
  private PrometheusApi prometheus;

  @BeforeAll
  void bringUp(@TempDir Path folder) throws Exception {
    stack = new ComposeStack(folder);
    startTraffic();
    stack.up(Map.of(), "procpush");
    eventually(SOON, () -> assertThat(stack.logs("procpush")).containsIgnoringCase("unreachable"));
    stack.up(Map.of());
    prometheus = stack.prometheus();
  }

  @AfterAll
  void takeDown() {
    Command.run("docker", "rm", "-fv", traffic);
    Command.run("docker", "network", "rm", traffic);
    stack.close();
  }

  /// A container alone in a network without IPv6, so that nobody else speaks there.
  private void startTraffic() {
    Command.run("docker", "network", "create", traffic);
    containerId =
        Command.run(
                ("docker run -d --name %s --network %s --cap-add NET_ADMIN"
                        + " --sysctl net.ipv6.conf.all.disable_ipv6=1 busybox:1.37 sleep 3600")
                    .formatted(traffic, traffic)
                    .split(" "))
            .strip()
            .substring(0, 12);
  }

  @Test
  @Order(1)
  void countsWhatAContainerSends() throws Exception {
    double before = sentByContainer();
    inContainer("ip route add 192.0.2.7 dev eth0");
    inContainer("arp -i eth0 -s 192.0.2.7 02:00:00:00:00:07");
    Command.works(
        "docker exec %s ping -c %d -s 1000 -W 1 192.0.2.7"
            .formatted(traffic, ECHO_REQUESTS)
            .split(" "));
    assertThat(sentByContainer()).isEqualTo(before + ECHO_REQUESTS * ECHO_BYTES);

    eventually(
        SOON,
        () ->
            assertThat(columns("container", containerId, "eth0"))
                .isEqualTo(netDevOfContainer().values("eth0")));
  }

  @Test
  @Order(2)
  void labelsAContainerWithWhatTellsItApart() throws Exception {
    List<Sample> samples =
        prometheus.query(
            "{__name__=~'container_%s', container_id='%s'}".formatted(NET_DEV, containerId));

    assertThat(samples).hasSize(16).allSatisfy(this::hasTheLabelsOfAContainer);
  }

  private void hasTheLabelsOfAContainer(Sample sample) {
    var expected =
        new TreeMap<>(
            Map.of(
                "__name__",
                sample.label("__name__"),
                "container_id",
                containerId,
                "instance",
                hostName(),
                "job",
                "procpush",
                "network_interface_name",
                "eth0"));
    if (!sample.label("network_io_direction").isEmpty()) {
      expected.put("network_io_direction", sample.label("network_io_direction"));
    }
    assertThat(sample.labels()).isEqualTo(expected);
  }

  @Test
  @Order(3)
  void countsWhatTheHostCounts() throws Exception {
    NetDevTable before = netDevOfHost();
    awaitPointsAfter(Instant.now());
    Map<List<String>, Double> values = columns("system", "", "lo");
    NetDevTable after = netDevOfHost();

    assertThat(values).hasSize(16);
    values.forEach(
        (column, value) ->
            assertThat(value)
                .as("%s", column)
                .isBetween(before.values("lo").get(column), after.values("lo").get(column)));
    assertThat(prometheus.query("system_network_io_bytes_total{network_interface_name='lo'}"))
        .extracting(Sample::labels)
        .containsExactlyInAnyOrder(labelsOfLoopback("receive"), labelsOfLoopback("transmit"));
  }

  private static Map<String, String> labelsOfLoopback(String direction) {
    return Map.of(
        "__name__", "system_network_io_bytes_total",
        "instance", hostName(),
        "job", "procpush",
        "network_interface_name", "lo",
        "network_io_direction", direction);
  }

  @Test
  @Order(4)
  void leavesOutTheFarEndsOfContainers() throws Exception {
    assertThat(
            prometheus.query("{__name__=~'system_network_.*', network_interface_name=~'veth.*'}"))
        .isEmpty();
  }

  @Test
  @Order(5)
  void tellsTheHostOnceAndNeverTheNameOfItsOwnContainer() throws Exception {
    List<Sample> info = prometheus.query("target_info");

    assertThat(info).hasSize(1);
    assertThat(info.getFirst().labels())
        .containsEntry("job", "procpush")
        .containsEntry("instance", hostName())
        .containsEntry("host_name", hostName())
        .containsKeys("host_id", "host_arch", "os_type", "service_version")
        .doesNotContainValue(stack.container("procpush").substring(0, 12));
  }

  @Test
  @Order(6)
  void addsNoSeriesWhenRestarted() throws Exception {
    Set<Map<String, String>> before = lastingSeries();

    stack.restart("procpush");
    awaitPointsAfter(Instant.now());
    Command.run("docker", "rm", "-f", stack.container("procpush"));
    stack.up(Map.of());
    awaitPointsAfter(Instant.now());

    assertThat(lastingSeries()).hasSizeGreaterThan(32).isEqualTo(before);
  }

  @Test
  @Order(7)
  void knowsTheNamesOfContainersAsRootWithoutCapabilities() throws Exception {
    stack.up(Map.of("PROCPUSH_USER", "0"));

    List<Sample> samples =
        eventually(
            SOON,
            () -> {
              var named =
                  prometheus.query(
                      "{__name__=~'container_%s', container_name='%s'}"
                          .formatted(NET_DEV, traffic));
              assertThat(named).hasSize(16);
              return named;
            });

    assertThat(samples).allSatisfy(s -> assertThat(s.label("container_id")).isEqualTo(containerId));
    assertThat(Command.run("docker", "inspect", "-f", "{{.HostConfig.CapDrop}}", agent()))
        .contains("ALL");
  }

  private String agent() {
    return stack.container("procpush");
  }

  /// The series of what lives through the whole test: the traffic container, the host's loopback.
  private Set<Map<String, String>> lastingSeries() throws Exception {
    Set<Map<String, String>> series =
        prometheus.series("{job='procpush', container_id='" + containerId + "'}");
    series.addAll(prometheus.series("{job='procpush', network_interface_name='lo'}"));
    series.addAll(prometheus.series("target_info"));
    return series;
  }

  /// Waits for points that were taken later than this, of any run of the agent.
  private void awaitPointsAfter(Instant moment) {
    String newest = "max(timestamp(system_network_io_bytes_total{network_interface_name='lo'}))";
    eventually(
        SOON,
        () ->
            assertThat(prometheus.query(newest).getFirst().value() * 1000)
                .isGreaterThan((double) moment.toEpochMilli()));
  }

  /// The newest values of one interface, under [NetDevTable#COLUMNS]'s names.
  private Map<List<String>, Double> columns(String scope, String container, String interfaceName)
      throws Exception {
    String selector =
        "{__name__=~'%s_%s', container_id='%s', network_interface_name='%s'}"
            .formatted(scope, NET_DEV, container, interfaceName);
    Function<Sample, List<String>> column =
        sample ->
            List.of(
                sample.label("__name__").substring(scope.length() + "_network_".length()),
                sample.label("network_io_direction"));
    return prometheus.query(selector).stream().collect(Collectors.toMap(column, Sample::value));
  }

  private double sentByContainer() {
    return netDevOfContainer().value("eth0", "io_bytes_total", "transmit");
  }

  private NetDevTable netDevOfContainer() {
    return NetDevTable.of(inContainer("cat /proc/net/dev"));
  }

  private String inContainer(String line) {
    return Command.run(("docker exec " + traffic + " " + line).split(" "));
  }

  private static NetDevTable netDevOfHost() throws Exception {
    return NetDevTable.of(Files.readString(Path.of("/proc/1/net/dev")));
  }

  private static String hostName() {
    return Command.run("cat", "/etc/hostname").strip();
  }
}
