// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static dev.procpush.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.Collected.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Private cgroup namespaces, those of a container and of the agent: each sees paths from another
/// place, and all mean the same cgroup. Both are in folders whose names nobody could guess.
@RequiresDocker
@RequiresRoot
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PrivateCgroupNamespaceIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
  private static final long RUN = ProcessHandle.current().pid();

  private final String observed = "procpush-it-observed-" + RUN;
  private final String agent = "procpush-it-agent-" + RUN;
  private final String byHand = "procpushit" + RUN + "hand";
  private final boolean systemd =
      Command.run("docker", "info", "-f", "{{.CgroupDriver}}").strip().equals("systemd");
  private final String outer = systemd ? "procpushit" + RUN + ".slice" : "/procpushit" + RUN;
  private final String inner =
      systemd ? "procpushit" + RUN + "-agents.slice" : "/procpushit" + RUN + "/agents/here";
  @TempDir private static Path folder;
  private LiveCgroup cgroup;
  private String id = "";

  @BeforeAll
  void start() {
    List<String> line = new ArrayList<>(List.of("docker", "run", "-d", "--name", observed));
    line.addAll(List.of("--cgroupns=private", "--cgroup-parent=" + outer, "--memory=32m"));
    line.addAll(List.of("busybox:1.37", "sh", "-c", LiveCgroup.WORK));
    id = new Command(Map.of(), line).run().strip();
    cgroup = LiveCgroup.ofWorker(Long.parseLong(inspect("{{.State.Pid}}")));
  }

  @AfterAll
  void stop() throws IOException {
    Command.works("docker", "rm", "-fv", observed);
    for (String made : List.of(byHand, "procpushit" + RUN)) {
      removeCgroups(made);
    }
  }

  @Test
  void ofAContainerChangesNothing() throws Exception {
    assertThat(Command.run("docker", "exec", observed, "cat", "/proc/self/cgroup"))
        .contains(":/\n")
        .doesNotContain(id);

    Point info = cgroup.assertTold(Procpush::once, id.substring(0, 12));

    assertThat(info.attributes()).containsEntry("container.name", observed);
  }

  @Test
  void ofTheAgentsContainerChangesNothingEither() throws Exception {
    Path idFile = folder.resolve("id");
    List<String> line = new ArrayList<>(List.of("docker", "run", "--rm", "--name", agent));
    line.addAll(List.of("--cidfile", idFile.toString(), "--cgroup-parent=" + inner));
    line.addAll(List.of("--cgroupns=private", "--user=0", "--cap-drop=ALL", "--read-only"));
    line.addAll(List.of("--security-opt=label=disable", "-v", "/:/host:ro,rslave"));
    List<Collected> collected = new ArrayList<>();
    try (AgentImage image = new AgentImage()) {
      line.addAll(List.of(image.tag(), "once", "--format", "otlp-json"));

      Point info =
          cgroup.assertTold(
              () -> {
                collected.add(once(new ProcessBuilder(line)));
                return collected.getFirst();
              },
              id.substring(0, 12));

      assertThat(info.attributes()).containsEntry("container.name", observed);
    } finally {
      Command.works("docker", "rm", "-f", agent);
    }
    String agentsId = Files.readString(idFile).strip();
    assertThat(collected.getFirst().named("container.info"))
        .filteredOn(point -> point.attribute("container.name").equals(agent))
        .singleElement()
        .satisfies(
            own ->
                assertThat(own.attribute("container.linux.cgroup"))
                    .startsWith("/procpushit" + RUN)
                    .contains("agents")
                    .contains(agentsId));
    assertThat(collected.getFirst().named("container.memory.usage"))
        .extracting(point -> point.attribute("container.id"))
        .contains(agentsId.substring(0, 12));
  }

  /// Nothing is mounted in the namespace, as a runtime would have done.
  @Test
  void madeByHandChangesNothingEither() throws Exception {
    List<String> lists = new ArrayList<>();
    for (Path hierarchy : hierarchies()) {
      Path own = Files.createDirectories(hierarchy.resolve(byHand).resolve("own"));
      // cpusets want to know first what they may use
      if (!Files.exists(own.resolve("cpuset.cpus")) || hierarchy.equals(CGROUPS)) {
        lists.add(own.resolve("cgroup.procs").toString());
      }
    }
    List<String> line = new ArrayList<>(List.of("bash", "-c"));
    String enter = "for list in " + String.join(" ", lists) + "; do echo $$ > $list; done; ";
    line.addAll(List.of(enter + "exec unshare --cgroup -- \"$@\"", "bash"));
    line.addAll(Procpush.commandLine("once", "--format", "otlp-json"));

    Point info =
        cgroup.assertTold(() -> once(Procpush.process(Map.of(), line)), id.substring(0, 12));

    assertThat(info.attributes()).containsEntry("container.name", observed);
  }

  private static Collected once(ProcessBuilder program) throws IOException {
    Ended once = Ended.run(program);
    assertThat(once.exitCode()).as(once.errors()).isZero();
    return Collected.parse(once.output());
  }

  private String inspect(String format) {
    return Command.run("docker", "inspect", "-f", format, observed).strip();
  }

  private static List<Path> hierarchies() throws IOException {
    if (Files.exists(CGROUPS.resolve("cgroup.controllers"))) {
      return List.of(CGROUPS);
    }
    try (Stream<Path> hierarchies = Files.list(CGROUPS)) {
      return hierarchies.filter(path -> Files.exists(path.resolve("cgroup.procs"))).toList();
    }
  }

  /// Once their processes have ended.
  private static void removeCgroups(String name) throws IOException {
    for (Path hierarchy : hierarchies()) {
      Path top = hierarchy.resolve(name);
      if (Files.isDirectory(top)) {
        try (Stream<Path> found = Files.walk(top)) {
          for (Path cgroup : found.filter(Files::isDirectory).toList().reversed()) {
            eventually(SOON, () -> Files.deleteIfExists(cgroup));
          }
        }
      }
    }
  }
}
