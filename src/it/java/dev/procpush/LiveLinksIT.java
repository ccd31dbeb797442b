// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static dev.procpush.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.Collected.Point;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Interfaces and addresses of the running kernel against what `ip` tells inside the namespace:
///
/// ```
/// host pp…  ────  inside  a namespace of `ip netns`  left ──── right  vx  br0
/// ```
@RequiresRoot
@Timeout(240)
final class LiveLinksIT {
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String PREFIX = "network.interface.";
  private static final Path OWN_NAMESPACE = Path.of("/proc/self/net/dev");
  private static final String WITH_STATISTICS =
      "--metrics.include=^(system|netns)\\.network\\.interface\\.stats\\.";

  private final String id = Long.toString(ProcessHandle.current().pid(), 36);
  private final String hostEnd = "ppl" + id;
  private LiveNamespace namespace;

  @BeforeEach
  void build() {
    namespace = LiveNamespace.named("procpush-links-" + id);
    Command.run(
        "ip link add %s type veth peer name inside netns %d"
            .formatted(hostEnd, namespace.pid())
            .split(" "));
    Command.run("ip", "link", "set", hostEnd, "up");
    namespace.ip(
        List.of(
            "link set lo up",
            "link add left type veth peer name right",
            "link set left up mtu 1400",
            "link set right up",
            "link add vx type vxlan id 4 dev left dstport 4789",
            "link add br0 type bridge",
            "address add 10.9.8.7/20 dev left",
            "address add 10.9.0.1 peer 10.9.0.2/32 dev left",
            "address add 2001:db8::7/56 dev left nodad",
            "address add 2001:db8:1:: peer 2001:db8:1::1/127 dev inside nodad"));
  }

  @AfterEach
  void close() {
    Command.run("ip", "link", "delete", hostEnd); // The kernel itself takes its time.
    namespace.close();
  }

  @Test
  void tellsWhatIpTellsOfANamespace() throws Exception {
    long home = (Long) Files.getAttribute(OWN_NAMESPACE, "unix:ino");
    IpLinks first = sameAsInside(home);
    assertThat(first.numbers()).hasSize(5);
    assertThat(first.numbers().get("left")).containsEntry("up", 1L).containsEntry("mtu", 1400L);
    assertThat(first.description("inside"))
        .containsEntry("kind", "veth")
        .containsEntry("peer.netns.inode", "" + home);
    assertThat(first.description("left"))
        .containsEntry("peer.index", first.description("right").get("index"));
    assertThat(first.description("vx")).containsEntry("kind", "vxlan");

    namespace.ip(
        List.of(
            "link set right down",
            "link set inside mtu 9000 address 02:00:00:00:00:77 up",
            "link set right up",
            "link set right down",
            "link set br0 up"));
    IpLinks second = sameAsInside(home);

    assertThat(second.numbers().get("left")).containsEntry("up", 0L);
    assertThat(second.numbers().get("right")).containsEntry("up", 0L);
    assertThat(second.numbers().get("inside")).containsEntry("up", 1L).containsEntry("mtu", 9000L);
    assertThat(second.number("left", "carrier_changes"))
        .isGreaterThan(first.number("left", "carrier_changes"));
  }

  @Test
  void countsWhatIpCountsInDetail() throws Exception {
    for (String command : Traffic.route("left", "192.0.2.1")) {
      namespace.run(("ip " + command).split(" "));
    }
    namespace.run(Traffic.send(11, 100).toArray(String[]::new)); // To a MAC address of nobody.

    IpLinks links = sameAsInside((Long) Files.getAttribute(OWN_NAMESPACE, "unix:ino"));

    assertThat(links.numbers().get("right")).containsEntry("stats.rx_otherhost_dropped", 11L);
  }

  @Test
  void tellsWhatIpTellsOfTheHost() {
    eventually(
        SOON,
        () -> {
          IpLinks before = IpLinks.parse(Command.run(words(IpLinks.COMMAND)), null);
          Collected once = Procpush.once(WITH_STATISTICS, "--interfaces.host.exclude=^veth");
          IpLinks after = IpLinks.parse(Command.run(words(IpLinks.COMMAND)), null);

          Map<String, Map<String, Long>> numbers = numbers(once, "system.", "");
          Map<String, Map<String, String>> described = described(once, "system.", "");
          assertThat(numbers).containsKeys(hostEnd, "lo");
          for (String name : numbers.keySet()) {
            Map<String, Long> told = before.numbers().get(name);
            if (told != null && told.equals(after.numbers().get(name))) {
              assertThat(numbers.get(name)).as(name).isEqualTo(told);
              assertThat(described.get(name)).as(name).isEqualTo(after.described().get(name));
            }
          }
          assertThat(described.get(hostEnd))
              .isEqualTo(before.described().get(hostEnd))
              .containsKey("peer.index");
          assertThat(numbers.get(hostEnd)).isEqualTo(before.numbers().get(hostEnd));
        });
  }

  @Test
  void tellsTheAddressesAndKeepsCountersApartFromThem() {
    Set<Map<String, String>> counters = eventually(SOON, () -> identities(sameAddresses()));
    assertThat(counters).hasSize(5 * 2);

    namespace.ip(
        List.of(
            "address del 10.9.8.7/20 dev left",
            "address add 10.9.8.8/20 dev left",
            "address add 10.7.0.1/8 dev br0"));

    eventually(
        SOON, () -> assertThat(identities(sameAddresses())).isEqualTo(counters).hasSize(5 * 2));
  }

  @Test
  void tellsTheSameOfFewAmongManyAsOfAll() throws Exception {
    List<String> commands = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      commands.add("link add veth%d type veth peer name veth%dp".formatted(i, i));
    }
    commands.add("link set veth7 up mtu 1300");
    commands.add("link set veth7p up");
    commands.add("address add 10.77.0.1/24 dev veth7");
    namespace.ip(commands);

    eventually(
        SOON,
        () -> {
          Collected few = Procpush.once("--interfaces.include=^(veth7|left|inside)$");
          Collected all = Procpush.once();

          assertThat(numbers(all, "netns.", namespace.name())).hasSize(305);
          assertThat(numbers(few, "netns.", namespace.name())).hasSize(3);
          for (String name : List.of("veth7", "left", "inside")) {
            assertThat(ofInterface(few, name))
                .hasSizeGreaterThanOrEqualTo(16 + 4 + 1)
                .containsExactlyInAnyOrderElementsOf(ofInterface(all, name));
          }
        });
  }

  /// Two looks of `ip` are alike, and procpush's in between.
  private IpLinks sameAsInside(long home) {
    return eventually(
        SOON,
        () -> {
          IpLinks before = inside(home);
          Collected once = Procpush.once(WITH_STATISTICS);
          assertThat(inside(home)).isEqualTo(before);
          assertThat(numbers(once, "netns.", namespace.name())).isEqualTo(before.numbers());
          assertThat(described(once, "netns.", namespace.name())).isEqualTo(before.described());
          return before;
        });
  }

  private IpLinks inside(@Nullable Long home) throws Exception {
    IpLinks links = IpLinks.parse(namespace.run(words(IpLinks.COMMAND)), home);
    links.numbers().remove("lo");
    links.described().remove("lo");
    return links;
  }

  private Collected sameAddresses() throws Exception {
    Map<String, TreeSet<String>> before =
        IpLinks.addresses(namespace.run(words(IpLinks.ADDRESSES)));
    before.remove("lo");
    Collected once = Procpush.once();

    Map<String, TreeSet<String>> told = new TreeMap<>();
    for (Point point : points(once, "netns.", namespace.name())) {
      if (point.name().endsWith("network.interface.address.info")) {
        assertThat(point.number()).isEqualTo(1);
        told.computeIfAbsent(point.attribute(PREFIX + "name"), _ -> new TreeSet<>())
            .add(point.attribute("network.type") + ' ' + point.attribute(PREFIX + "address"));
      }
    }
    assertThat(told).isEqualTo(before);
    assertThat(told.get("left")).hasSizeGreaterThan(3);
    return once;
  }

  private Set<Map<String, String>> identities(Collected once) {
    return points(once, "netns.", namespace.name()).stream()
        .filter(point -> point.name().equals("netns.network.io"))
        .map(Point::attributes)
        .collect(Collectors.toSet());
  }

  private List<Point> ofInterface(Collected once, String name) {
    return points(once, "netns.", namespace.name()).stream()
        .filter(point -> point.attribute(PREFIX + "name").equals(name))
        .toList();
  }

  /// The points of a namespace; of the host where its name is empty.
  private static List<Point> points(Collected once, String scope, @Nullable String name) {
    return once.named(scope + "network.").stream()
        .filter(point -> point.attribute("netns.name").equals(name))
        .toList();
  }

  private static Map<String, Map<String, Long>> numbers(
      Collected once, String scope, @Nullable String name) {
    Map<String, Map<String, Long>> numbers = new TreeMap<>();
    for (Point point : points(once, scope, name)) {
      String metric = point.name().substring(scope.length());
      if (metric.startsWith(PREFIX) && !metric.endsWith("info") && !metric.endsWith("speed")) {
        numbers
            .computeIfAbsent(point.attribute(PREFIX + "name"), _ -> new TreeMap<>())
            .put(metric.substring(PREFIX.length()), point.number());
      }
    }
    return numbers;
  }

  private static Map<String, Map<String, String>> described(
      Collected once, String scope, @Nullable String name) {
    Map<String, Map<String, String>> described = new TreeMap<>();
    for (Point point : points(once, scope, name)) {
      if (point.name().equals(scope + PREFIX + "info")) {
        assertThat(point.number()).isEqualTo(1);
        Map<String, String> attributes = new TreeMap<>();
        point
            .attributes()
            .forEach(
                (key, value) -> {
                  if (key.startsWith(PREFIX)) {
                    attributes.put(key.substring(PREFIX.length()), value);
                  }
                });
        described.put(point.attribute(PREFIX + "name"), attributes);
      }
    }
    return described;
  }

  private static String[] words(List<String> command) {
    return command.toArray(String[]::new);
  }
}
