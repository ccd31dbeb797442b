// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.Collected.Point;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// The host and namespaces of the running kernel, tied together by veth pairs on which nobody
/// speaks but the test:
///
/// ```
/// host pp…  ────────  inside  a namespace of `ip netns`  left ──── right  one of `unshare`
/// host veth…  ───────────────────────────────────────────────────  far
/// ```
@RequiresRoot
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LiveNetDevIT {
  /// The user's word is the last, so that the other ends of namespaces' devices are told of.
  private static final String WITH_FAR_ENDS = "--interfaces.host.exclude=^veth";

  private final String id = Long.toString(ProcessHandle.current().pid(), 36);
  private final String hostEnd = "pp" + id;
  private final String hiddenEnd = "veth" + id;
  private final List<AutoCloseable> open = new ArrayList<>();
  private LiveNamespace named;
  private LiveNamespace unshared;
  private LiveNamespace empty;

  @BeforeAll
  void build() {
    named = opened(LiveNamespace.named("procpush-it-" + id));
    unshared = opened(LiveNamespace.create());
    empty = opened(LiveNamespace.create());
    for (LiveNamespace namespace : List.of(named, unshared)) {
      namespace.run("sysctl", "-qw", "net.ipv6.conf.default.disable_ipv6=1");
    }
    addToHost(hostEnd, "inside", named);
    addToHost(hiddenEnd, "far", unshared);
    named.run(("ip link add left type veth peer name right netns " + unshared.pid()).split(" "));
    named.ip(Traffic.route("inside", "192.0.2.2"));
    unshared.ip(List.of("link set far up"));
    named.ip(List.of("link set left up"));
    unshared.ip(Traffic.route("right", "192.0.2.3"));
    for (String command : Traffic.route(hostEnd, "192.0.2.1")) {
      Command.run(("ip " + command).split(" "));
    }
  }

  @AfterAll
  void close() throws Exception {
    for (AutoCloseable closeable : open.reversed()) {
      closeable.close();
    }
  }

  @Test
  void countsWhatTheHostAndANamespaceSendEachOther() throws Exception {
    Collected before = Procpush.once(WITH_FAR_ENDS);
    Command.run(Traffic.send(7, 1000).toArray(String[]::new));
    named.run(Traffic.send(5, 600).toArray(String[]::new));
    Collected after = Procpush.once(WITH_FAR_ENDS);

    assertThat(grown(before.host(), after.host(), hostEnd))
        .isEqualTo(receivedAndSent(5, Traffic.bytes(5, 600), 7, Traffic.bytes(7, 1000)));
    assertThat(grown(of(before, named), of(after, named), "inside"))
        .isEqualTo(receivedAndSent(7, Traffic.bytes(7, 1000), 5, Traffic.bytes(5, 600)));
  }

  @Test
  void countsWhatTwoNamespacesSendEachOther() throws Exception {
    Collected before = Procpush.once();
    unshared.run(Traffic.send(9, 1200).toArray(String[]::new));
    Collected after = Procpush.once();

    assertThat(grown(of(before, unshared), of(after, unshared), "right"))
        .isEqualTo(receivedAndSent(0, 0, 9, Traffic.bytes(9, 1200)));
    assertThat(grown(of(before, named), of(after, named), "left"))
        .isEqualTo(receivedAndSent(9, Traffic.bytes(9, 1200), 0, 0));
    assertThat(grown(of(before, unshared), of(after, unshared), "far"))
        .isEqualTo(receivedAndSent(0, 0, 0, 0));
  }

  @Test
  void tellsAllThatIpTells() throws Exception {
    Command.run(Traffic.send(3, 100).toArray(String[]::new));
    unshared.run(Traffic.send(2, 200).toArray(String[]::new));
    Collected once = Procpush.once("--interfaces.exclude=", "--interfaces.host.exclude=");

    LinkStatistics host = LinkStatistics.parse(Command.run(ipLink()));
    for (String name : List.of(hostEnd, hiddenEnd)) {
      assertThat(Collected.columns(once.host(), name)).isEqualTo(host.interfaces().get(name));
    }
    for (LiveNamespace namespace : List.of(named, unshared)) {
      LinkStatistics statistics = LinkStatistics.parse(namespace.run(ipLink()));
      assertThat(Collected.interfaces(of(once, namespace)))
          .hasSize(3)
          .isEqualTo(statistics.interfaces().keySet());
      statistics
          .interfaces()
          .forEach(
              (name, columns) ->
                  assertThat(Collected.columns(of(once, namespace), name))
                      .as(name)
                      .hasSize(16)
                      .isEqualTo(columns));
    }
  }

  @Test
  void leavesOutLoopbackOutsideTheHost() throws Exception {
    Collected once = Procpush.once();

    assertThat(Collected.interfaces(once.host())).contains("lo");
    assertThat(Collected.interfaces(once.netDev("netns"))).doesNotContain("lo");
    assertThat(of(once, named)).hasSize(2 * 16);
    assertThat(of(once, empty)).isEmpty();
  }

  @Test
  void leavesOutWhatARegexSays() throws Exception {
    Collected once = Procpush.once("--interfaces.exclude=^(lo|left)$");
    assertThat(Collected.interfaces(of(once, named))).containsExactly("inside");

    Collected only = Procpush.once("--interfaces.include=^(lo|left|far)$", WITH_FAR_ENDS);
    assertThat(Collected.interfaces(of(only, named))).containsExactly("left");
    assertThat(Collected.interfaces(of(only, unshared))).containsExactly("far");
    assertThat(Collected.interfaces(only.host())).contains(hostEnd);
  }

  @Test
  void leavesOutTheHostsEndsOfContainersUnlessWanted() throws Exception {
    assertThat(Collected.interfaces(Procpush.once().host()))
        .contains("lo")
        .doesNotContain(hostEnd, hiddenEnd);
    assertThat(Collected.interfaces(Procpush.once("--interfaces.host.exclude=").host()))
        .contains(hostEnd, hiddenEnd);
    assertThat(Collected.interfaces(Procpush.once("--interfaces.host.exclude=^pp").host()))
        .contains(hiddenEnd)
        .doesNotContain(hostEnd);
    assertThat(Collected.interfaces(Procpush.once("--interfaces.host.include=^" + hostEnd).host()))
        .containsExactly(hostEnd);
  }

  @Test
  void leavesOutNamespacesThatARegexNames() throws Exception {
    Collected once = Procpush.once("--namespaces.exclude=^%d$".formatted(unshared.inode()));
    assertThat(of(once, unshared)).isEmpty();
    assertThat(of(once, named)).isNotEmpty();

    Collected only = Procpush.once("--namespaces.include=^%d$".formatted(unshared.inode()));
    assertThat(of(only, unshared)).isNotEmpty();
    assertThat(of(only, named)).isEmpty();
    assertThat(only.host()).isNotEmpty();
  }

  private LiveNamespace opened(LiveNamespace namespace) {
    open.add(namespace);
    return namespace;
  }

  /// A veth pair from the host to a namespace. It goes with the namespace.
  private static void addToHost(String near, String far, LiveNamespace namespace) {
    Command.run(
        "ip link add %s type veth peer name %s netns %d"
            .formatted(near, far, namespace.pid())
            .split(" "));
    Command.run("sysctl", "-qw", "net.ipv6.conf." + near + ".disable_ipv6=1");
    Command.run("ip", "link", "set", near, "up");
  }

  private static List<Point> of(Collected collected, LiveNamespace namespace) {
    String name = namespace.name();
    return name == null
        ? collected.network("netns", "netns.inode", Long.toString(namespace.inode()))
        : collected.network("netns", "netns.name", name);
  }

  private static Map<List<String>, Long> grown(
      List<Point> before, List<Point> after, String interfaceName) {
    Map<List<String>, Long> grown = new HashMap<>(Collected.columns(after, interfaceName));
    Collected.columns(before, interfaceName)
        .forEach((column, value) -> grown.merge(column, -value, Long::sum));
    return grown;
  }

  private static Map<List<String>, Long> receivedAndSent(
      long packetsIn, long bytesIn, long packetsOut, long bytesOut) {
    return Collected.columns(
        bytesIn, packetsIn, 0, 0, 0, 0, 0, 0, bytesOut, packetsOut, 0, 0, 0, 0, 0, 0);
  }

  private static String[] ipLink() {
    return LinkStatistics.COMMAND.toArray(String[]::new);
  }
}
