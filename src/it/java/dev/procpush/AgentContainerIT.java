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
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// The agent as a container itself: without any capability, with a read-only root, a name of its
/// own that nobody may ever hear, and with more or less of the host mounted.
@RequiresDocker
@RequiresRoot
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AgentContainerIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String OWN_NAME = "name-of-the-agents-container";
  private static final String PROCFS = "/proc:/host/proc:ro";
  private static final String ROOTFS = "/:/host:ro,rslave";
  private static final String SERVICE_INSTANCE_ID = "service.instance.id";
  private static final String COUNT_NAMESPACES =
      "for p in /proc/[0-9]*; do readlink $p/ns/net; done 2>/dev/null | sort -u | wc -l";

  private final String container = "procpush-it-agent-" + ProcessHandle.current().pid();
  private final String observed = "procpush-it-observed-" + ProcessHandle.current().pid();
  private String observedId = "";
  private AgentImage image;
  private LiveNamespace namespace;

  @BeforeAll
  void start() {
    image = new AgentImage();
    observedId =
        Command.run(("docker run -d --name " + observed + " busybox:1.37 sleep 3600").split(" "))
            .strip();
    namespace = LiveNamespace.create();
    namespace.ip(List.of("link add near type veth peer name far"));
  }

  @AfterAll
  void close() {
    namespace.close();
    Command.run("docker", "rm", "-fv", observed);
    image.close();
  }

  @Test
  void seesEveryNamespaceWithNothingButProcfs() {
    eventually(
        SOON,
        () -> {
          Ended once = once("65532", PROCFS);
          assertThat(once.exitCode()).isZero();
          long expected = Long.parseLong(Command.run("sh", "-c", COUNT_NAMESPACES).strip()) + 1;
          assertThat(namespaces(Collected.parse(once.output())))
              .as("those of the host's processes, and the agent's own")
              .isEqualTo(expected);
        });
  }

  @Test
  void readsTheHostAContainerAndANamespaceWithNothingButProcfs() throws Exception {
    Collected once = Collected.parse(once("65532", PROCFS).output());

    assertThat(Collected.interfaces(once.host()))
        .isEqualTo(Collected.interfaces(Procpush.once().host()))
        .contains("lo");
    assertThat(ofObserved(once))
        .hasSize(16)
        .allSatisfy(point -> assertThat(point.attributes()).doesNotContainKey("container.name"));
    assertThat(once.network("netns", "netns.inode", namespace.inode() + "")).hasSize(2 * 16);
  }

  @Test
  void neverTellsTheNameOfItsOwnContainer() throws Exception {
    Ended first = once("65532", PROCFS);
    Ended second = once("65532", PROCFS);

    Collected collected = Collected.parse(first.output());
    assertThat(first.output()).doesNotContain(OWN_NAME);
    assertThat(collected.resource()).doesNotContainKey("host.name");
    assertThat(collected.resource().get(SERVICE_INSTANCE_ID))
        .isNotBlank()
        .isEqualTo(Collected.parse(second.output()).resource().get(SERVICE_INSTANCE_ID));
    assertThat(first.complaints("host's name")).hasSize(1);
    assertThat(first.complaints("names of Docker containers are out of reach")).hasSize(1);
  }

  @Test
  void knowsNamesAsRootWithoutCapabilities() throws Exception {
    Ended once = once("0", ROOTFS);
    Collected collected = Collected.parse(once.output());

    assertThat(ofObserved(collected))
        .hasSize(16)
        .allSatisfy(
            point -> assertThat(point.attributes()).containsEntry("container.name", observed));
    assertThat(collected.named("procpush.info").getFirst().attribute("procpush.capabilities"))
        .isEqualTo("none");
    assertThat(once.output()).doesNotContain(OWN_NAME);
    assertThat(once.errors()).doesNotContain("out of reach");
    Path hostName = Path.of("/etc/hostname");
    if (Files.exists(hostName)) {
      assertThat(collected.resource())
          .containsEntry("host.name", Files.readString(hostName).strip())
          .containsEntry(SERVICE_INSTANCE_ID, Files.readString(hostName).strip());
    }
  }

  @Test
  void saysHowToGetNamesToWhomIsNotRoot() throws Exception {
    Ended once = once("65532", ROOTFS);

    assertThat(ofObserved(Collected.parse(once.output()))).hasSize(16);
    assertThat(once.complaints("out of reach")).singleElement().asString().contains("uid 0");
  }

  @Test
  void reportsNoHostWithoutTheHostsProcfs() throws Exception {
    Ended once = once("65532", "");
    Collected collected = Collected.parse(once.output());

    assertThat(once.exitCode()).isEqualTo(1);
    assertThat(collected.named("system.")).isEmpty();
    assertThat(collected.named("procpush.info")).isNotEmpty();
    assertThat(once.output()).doesNotContain(OWN_NAME);
    assertThat(once.complaints("is not the host's"))
        .singleElement()
        .asString()
        .contains("/proc", "-v /:/host:ro");
  }

  @Test
  void tellsOfTheHostsInterfacesWhatSysfsTellsThough() {
    List<String> metrics = List.of("up", "mtu", "carrier_changes", "speed");
    eventually(
        SOON,
        () -> {
          Map<String, Map<String, Long>> before = sysfs();
          Ended once = once("0", ROOTFS);
          Map<String, Map<String, Long>> after = sysfs();

          Map<String, Map<String, Long>> told = new TreeMap<>();
          Collected collected = Collected.parse(once.output());
          for (Point point : collected.named("system.network.interface.")) {
            String metric = point.name().substring("system.network.interface.".length());
            if (metrics.contains(metric)) {
              told.computeIfAbsent(point.attribute("network.interface.name"), _ -> new TreeMap<>())
                  .put(metric, point.number());
            }
            assertThat(point.attributes()).doesNotContainKey("network.interface.kind");
            assertThat(point.name()).doesNotContain("address");
          }
          assertThat(told.keySet()).isEqualTo(Collected.interfaces(collected.host()));
          told.keySet().retainAll(before.keySet());
          before.keySet().retainAll(told.keySet());
          after.keySet().retainAll(told.keySet());
          assertThat(told).containsKey("lo").isEqualTo(before).isEqualTo(after);
          assertThat(once.complaints("show no interface state and addresses"))
              .singleElement()
              .asString()
              .contains("the host's interfaces no kind and addresses", "compose.full.yml");
        });
    assertThat(Procpush.run("once").errors()).doesNotContain("cannot be entered");
  }

  /// What the kernel's files tell of the host's interfaces, by the shell.
  private static Map<String, Map<String, Long>> sysfs() {
    String lines =
        Command.run(
            "bash",
            "-c",
            "cd /sys/class/net; for i in *; do [ -d $i ] || continue;"
                + " read s < $i/operstate; read m < $i/mtu; read c < $i/carrier_changes;"
                + " v=; read v 2>/dev/null < $i/speed; echo $i $s $m $c $v; done; true");
    Map<String, Map<String, Long>> interfaces = new TreeMap<>();
    for (String line : lines.lines().toList()) {
      List<String> words = List.of(line.split(" "));
      if (words.size() >= 4) {
        Map<String, Long> numbers = new TreeMap<>();
        boolean up = words.get(1).equals("up") || words.get(1).equals("unknown");
        numbers.put("up", up ? 1L : 0L);
        numbers.put("mtu", Long.valueOf(words.get(2)));
        numbers.put("carrier_changes", Long.valueOf(words.get(3)));
        if (words.size() > 4 && Long.parseLong(words.get(4)) >= 0) {
          numbers.put("speed", Long.parseLong(words.get(4)) * 125_000);
        }
        interfaces.put(words.getFirst(), numbers);
      }
    }
    return interfaces;
  }

  /// Runs `once` as a container.
  ///
  /// @param mount as `docker run -v` has it; none if empty
  private Ended once(String user, String mount) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "docker",
                "run",
                "--rm",
                "--name",
                container,
                "--hostname",
                OWN_NAME,
                "--user",
                user,
                "--cap-drop",
                "ALL",
                "--security-opt",
                "no-new-privileges",
                "--security-opt",
                "label=disable",
                "--read-only"));
    if (!mount.isEmpty()) {
      line.addAll(List.of("-v", mount));
    }
    line.addAll(List.of(image.tag(), "once", "--format", "otlp-json"));
    try {
      return Ended.run(new ProcessBuilder(line));
    } finally {
      Command.works("docker", "rm", "-f", container);
    }
  }

  private List<Point> ofObserved(Collected collected) {
    return collected.network("container", "container.id", observedId.substring(0, 12));
  }

  private static long namespaces(Collected collected) {
    return collected.named("procpush.namespace.count").stream().mapToLong(Point::number).sum();
  }
}
