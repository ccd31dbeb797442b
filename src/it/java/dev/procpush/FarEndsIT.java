// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Which devices of the host's namespace are the far ends of another's, whatever their names:
///
/// ```
/// host  pp…eth  ────  inside  a namespace      pp…one ──── veth…two  both here
/// ```
@RequiresRoot
@Timeout(180)
final class FarEndsIT {
  private static final List<String> WITHOUT_CAPABILITIES =
      List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all", "--");

  private final String id = Long.toString(ProcessHandle.current().pid(), 36);
  private final String far = "pp" + id + "eth";
  private final String one = "pp" + id + "one";
  private final String two = "veth" + id + "two";
  private LiveNamespace namespace;

  @BeforeEach
  void build() {
    namespace = LiveNamespace.create();
    ip("link add %s type veth peer name inside netns %d".formatted(far, namespace.pid()));
    ip("link add %s type veth peer name %s".formatted(one, two));
  }

  @AfterEach
  void close() {
    ip("link delete " + far); // The kernel itself takes its time.
    ip("link delete " + one);
    namespace.close();
  }

  @Test
  void areLeftOutAsNetlinkTells() throws Exception {
    assertThat(interfaces(Procpush.once())).contains("lo", one, two).doesNotContain(far);
  }

  @Test
  void areLeftOutAsSysfsTells() throws Exception {
    List<String> arguments = new ArrayList<>(WITHOUT_CAPABILITIES);
    arguments.addAll(Procpush.commandLine("once", "--format", "otlp-json"));
    Ended once = Ended.run(Procpush.process(Map.of(), arguments));

    assertThat(once.exitCode()).as(once.errors()).isZero();
    assertThat(once.errors()).contains("CAP_SYS_ADMIN is missing");
    assertThat(interfaces(Collected.parse(once.output())))
        .contains("lo", one, two)
        .doesNotContain(far);
  }

  @Test
  void areShownWhereTheUserSaysWhichInterfacesAreWanted() throws Exception {
    assertThat(interfaces(Procpush.once("--interfaces.host.include=^pp")))
        .containsExactlyInAnyOrder(one, far);
    assertThat(interfaces(Procpush.once("--interfaces.host.exclude=^veth")))
        .contains("lo", one, far)
        .doesNotContain(two);
  }

  private static Set<String> interfaces(Collected once) {
    return once.named("system.network.io").stream()
        .map(point -> point.attribute("network.interface.name"))
        .collect(Collectors.toSet());
  }

  private static void ip(String arguments) {
    Command.run(("ip " + arguments).split(" "));
  }
}
