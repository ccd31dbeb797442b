// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.Collected.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What only a configuration file can say, over namespaces of the running kernel: a router of `ip
/// netns` that forwards and a namespace of `unshare` that does not, tied together by a veth pair.
@RequiresRoot
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UserMetricsIT {

  private static final String FORWARDING = "net.ipv4.ip_forward";
  private static final String TTL = "net.ipv4.ip_default_ttl";

  private final String router = UUID.randomUUID().toString();
  private final List<AutoCloseable> open = new ArrayList<>();
  private LiveNamespace named;
  private LiveNamespace unshared;

  @TempDir Path folder;

  @BeforeAll
  void build() {
    named = opened(LiveNamespace.named("qrouter-" + router));
    unshared = opened(LiveNamespace.create());
    named.run(("ip link add left type veth peer name right netns " + unshared.pid()).split(" "));
    named.run("sysctl", "-qw", FORWARDING + "=1", TTL + "=61");
    unshared.run("sysctl", "-qw", FORWARDING + "=0", TTL + "=62");
  }

  @AfterAll
  void close() throws Exception {
    for (AutoCloseable closeable : open.reversed()) {
      closeable.close();
    }
  }

  @Test
  void tellsEachNamespacesOwnParameter() throws Exception {
    Collected once =
        Procpush.once(
            config(
                """
                proc_metrics:
                  - {name: acme.forwarding, file: proc/sys/net/ipv4/ip_forward, type: gauge}
                  - {name: acme.ttl, file: proc/sys/net/ipv4/ip_default_ttl, type: counter}
                """));

    for (LiveNamespace namespace : List.of(named, unshared)) {
      String forwarding = namespace.run("sysctl", "-n", FORWARDING).strip();
      assertThat(of(once, "acme.forwarding", namespace)).containsExactly(forwarding + ".0");
      String ttl = namespace.run("sysctl", "-n", TTL).strip();
      assertThat(of(once, "acme.ttl", namespace)).containsExactly(ttl);
    }
    String hosts = Command.run("sysctl", "-n", TTL).strip();
    assertThat(values(once, "acme.ttl", "", "")).containsExactly(hosts);
  }

  @Test
  void readsOnlyTheNamespacesThatWereNamed() throws Exception {
    Collected once =
        Procpush.once(
            config(
                """
                proc_metrics:
                  - name: acme.ttl
                    file: proc/sys/net/ipv4/ip_default_ttl
                    type: gauge
                    namespaces: ^qrouter-%s$
                    scopes: netns
                """
                    .formatted(router)));

    assertThat(once.named("acme.ttl")).hasSize(1);
    assertThat(of(once, "acme.ttl", named)).containsExactly("61.0");
  }

  @Test
  void readsSysfsAsTheNamespaceShowsIt() throws Exception {
    named.run("ip", "link", "set", "left", "mtu", "1234");
    Collected once =
        Procpush.once(
            config("proc_metrics: [{name: acme.mtu, file: sys/class/net/left/mtu, type: gauge}]"));

    assertThat(of(once, "acme.mtu", named)).containsExactly("1234.0");
    assertThat(of(once, "acme.mtu", unshared)).isEmpty();
  }

  @Test
  void readsATableThroughAProcessOfTheNamespace() throws Exception {
    named.run("sysctl", "-qw", "net.ipv4.ping_group_range=0 0");
    Collected once =
        Procpush.once(
            config(
                """
                proc_metrics:
                  - {name: acme.tcp, file: proc/net/protocols, type: gauge, column: sockets, row: TCP}
                """));

    List<String> line =
        List.of(named.run("grep", "^TCP ", "/proc/net/protocols").strip().split(" +"));
    assertThat(of(once, "acme.tcp", named)).containsExactly(line.get(2) + ".0");
    assertThat(of(once, "acme.tcp", unshared)).hasSize(1);
  }

  @Test
  void givesNoPointAndOneWarningForWhatIsNotANumber() throws Exception {
    Ended once =
        Procpush.run(
            "once",
            "--format",
            "otlp-json",
            config(
                """
                proc_metrics:
                  - {name: acme.range, file: proc/sys/net/ipv4/ip_local_port_range, type: gauge}
                """));

    assertThat(once.exitCode()).as(once.errors()).isZero();
    assertThat(once.complaints("ip_local_port_range"))
        .singleElement()
        .asString()
        .contains("proc/sys/net/ipv4/ip_local_port_range:1: not a number: ");
    Collected collected = Collected.parse(once.output());
    assertThat(collected.named("acme.")).isEmpty();
    assertThat(collected.named("procpush.collector.errors"))
        .anySatisfy(
            point -> {
              assertThat(point.attribute("error.type")).isEqualTo("malformed");
              assertThat(point.attribute("procpush.collector"))
                  .isEqualTo("proc_metrics/acme.range");
            });
  }

  @Test
  void addsWhatRulesMakeOfAName() throws Exception {
    Collected once =
        Procpush.once(
            config(
                """
                attribute_rules:
                  - namespace: ^qrouter-(?P<router>[0-9a-f-]{36})$
                    attributes: {openstack.router.id: router}
                """));

    List<Point> points = once.network("netns", "openstack.router.id", router);
    assertThat(Collected.interfaces(points)).contains("left");
    assertThat(points).allMatch(point -> point.attribute("netns.name").equals("qrouter-" + router));
    assertThat(once.points())
        .filteredOn(point -> point.attributes().containsKey("openstack.router.id"))
        .allMatch(point -> point.attribute("openstack.router.id").equals(router));
  }

  @Test
  void refusesAPathThatLeadsElsewhere() throws Exception {
    Ended ended =
        Procpush.run(
            "run",
            config("proc_metrics: [{name: acme.x, file: proc/net/../../etc/passwd, type: gauge}]"));

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.output()).isEmpty();
    assertThat(ended.errors())
        .contains(
            "procpush.yaml:1: proc_metrics: file=proc/net/../../etc/passwd: a path with an empty"
                + " component, '.' or '..'")
        .doesNotContain("\tat ");
  }

  private String config(String yaml) throws IOException {
    return "--config=" + Files.writeString(folder.resolve("procpush.yaml"), yaml);
  }

  private LiveNamespace opened(LiveNamespace namespace) {
    open.add(namespace);
    return namespace;
  }

  private List<String> of(Collected collected, String metric, LiveNamespace namespace) {
    return namespace == named
        ? values(collected, metric, "netns.name", "qrouter-" + router)
        : values(collected, metric, "netns.inode", Long.toString(namespace.inode()));
  }

  /// The values of a metric where an attribute has this value; the host's for no attribute.
  private static List<String> values(Collected collected, String metric, String key, String value) {
    return collected.named(metric).stream()
        .filter(
            point ->
                key.isEmpty() ? point.attributes().isEmpty() : point.attribute(key).equals(value))
        .map(Point::value)
        .toList();
  }
}
