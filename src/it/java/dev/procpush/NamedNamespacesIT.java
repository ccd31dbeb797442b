// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.Collected.Point;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The whole program beside a router's namespace that has a name, an interface and no process.
@RequiresRoot
@Timeout(180)
final class NamedNamespacesIT {
  private static final String NAME = "netns.name";

  private final String router =
      "%08x-1111-2222-3333-444444444444".formatted(ProcessHandle.current().pid());
  private final String name = "qrouter-" + router;

  @BeforeEach
  void add() {
    Command.run("ip", "netns", "add", name);
    Command.run(("ip -n " + name + " link add qr-1 type veth peer name qg-1").split(" "));
  }

  @AfterEach
  void delete() {
    Command.run("ip", "netns", "delete", name);
  }

  @Test
  void readsOneWithoutProcesses(@TempDir Path folder) throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("procpush.yaml"),
            """
            attribute_rules:
              - namespace: '^qrouter-(?P<router>[0-9a-f-]+)$'
                attributes:
                  openstack.router.id: router
            """);

    Collected once = Procpush.once("--config=" + config);

    List<Point> points = once.network("netns", NAME, name);
    assertThat(Collected.interfaces(points)).containsExactlyInAnyOrder("qr-1", "qg-1");
    assertThat(points)
        .hasSize(2 * 16)
        .allSatisfy(
            point -> assertThat(point.attributes()).containsEntry("openstack.router.id", router));
    assertThat(once.named("netns.info"))
        .filteredOn(point -> point.attribute(NAME).equals(name))
        .singleElement()
        .satisfies(
            point ->
                assertThat(point.attributes())
                    .containsEntry("netns.kind", "named")
                    .containsEntry("netns.names", name)
                    .containsEntry("openstack.router.id", router)
                    .containsKey("netns.inode")
                    .doesNotContainKey("process.pid"));
  }

  @Test
  void leavesOutWhatARegexNames() throws Exception {
    Collected once = Procpush.once("--namespaces.exclude=^qrouter-");

    assertThat(once.network("netns", NAME, name)).isEmpty();
  }

  @Test
  void showsThatAllOfItCanBeRead() {
    assertThat(line(Procpush.run("namespaces"))).contains(" named ", " 0  all ", "qr-1", "qg-1");
  }

  @Test
  void saysWhatIsMissingWithoutTheCapability() {
    Ended namespaces = withoutCapability("namespaces");
    Ended once = withoutCapability("once", "--format", "otlp-json");

    assertThat(line(namespaces)).contains(" named ", " nothing ", "EPERM");
    assertThat(namespaces.output().lines())
        .filteredOn(line -> line.startsWith("CAP_SYS_ADMIN is missing: "))
        .singleElement()
        .asString()
        .contains("mounted namespace", "compose.full.yml");
    assertThat(once.exitCode()).isZero();
    assertThat(once.complaints("named network namespaces cannot be entered (EPERM)"))
        .singleElement()
        .asString()
        .contains("CAP_SYS_ADMIN");
    assertThat(once.output())
        .doesNotContain(name)
        .contains("procpush.namespace.unreadable", "EPERM", "system.network.io");
  }

  private String line(Ended ended) {
    return ended.output().lines().filter(line -> line.contains(name)).findFirst().orElseThrow();
  }

  private static Ended withoutCapability(String... arguments) {
    List<String> line =
        new ArrayList<>(List.of("setpriv", "--bounding-set", "-sys_admin", "--inh-caps", "-all"));
    line.addAll(Procpush.commandLine(arguments));
    return Ended.run(Procpush.process(Map.of(), line));
  }
}
