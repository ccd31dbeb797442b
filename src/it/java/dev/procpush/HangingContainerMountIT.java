// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static dev.procpush.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A container that has mounted a file system whose server does not answer, as in [HangingMountIT],
/// and another one that answers.
@RequiresDocker
@RequiresRoot
@Timeout(240)
final class HangingContainerMountIT {
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final int CYCLES = 8;
  private static final long SIZE_THAT_ANSWERS = 2L << 20;
  private static final long SIZE_OF_HANGING = 1000 * 4096;
  private static final String COMPLAINT = "The file system on /hang of the container";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"deaf", "mute"})
  void costsItsOwnPointsUntilItAnswers(String mode) throws Exception {
    String name = "procpush-it-hanging-" + mode + "-" + ProcessHandle.current().pid();
    Path log = folder.resolve("log");
    String id = container(name, mode);
    try (CountingReceiver receiver = new CountingReceiver()) {
      Process agent = start(receiver, name, log);
      try {
        eventually(SOON, () -> assertThat(Files.readString(log)).contains(COMPLAINT));
        int complained = receiver.cycles().size();
        eventually(SOON, () -> assertThat(visits(receiver, complained)).hasSizeGreaterThan(CYCLES));
        assertThat(visits(receiver, complained).subList(0, CYCLES))
            .allSatisfy(
                cycle -> {
                  assertThat(cycle.sum("container.filesystem.capacity"))
                      .isEqualTo(SIZE_THAT_ANSWERS);
                  assertThat(cycle.points("container.filesystem.usage")).isEqualTo(1);
                  assertThat(cycle.points("container.memory.usage")).isEqualTo(1);
                  assertThat(cycle.points("container.process.count")).isEqualTo(1);
                  assertThat(cycle.points("container.cpu.time")).isEqualTo(2);
                });
        assertThat(workers(agent)).isBetween(1, 4);

        Command.run("docker", "exec", id, "killall", "-USR1", "server");
        eventually(
            SOON,
            () ->
                assertThat(receiver.cycles().getLast().sum("container.filesystem.capacity"))
                    .isEqualTo(SIZE_THAT_ANSWERS + SIZE_OF_HANGING));
        assertThat(Files.readString(log).lines())
            .filteredOn(line -> line.contains("/hang") && !line.contains(" INFO "))
            .singleElement()
            .asString()
            .contains(COMPLAINT, id.substring(0, 12));
      } finally {
        // its server ends with it, and with this what waits for an answer
        Command.works("docker", "rm", "-fv", id);
        agent.destroy();
        assertThat(agent.waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(agent.exitValue()).isZero();
    } finally {
      Command.works("docker", "rm", "-fv", id);
    }
  }

  private String container(String name, String mode) {
    Path server = folder.resolve("server");
    Command.run("cc", "-static", "-o", server.toString(), "src/it/resources/hanging-mount.c");
    String work = "mkdir /hang; /server /hang " + mode + " > /log & sleep 3600; true";
    String id =
        Command.run(
                "docker",
                "run",
                "-d",
                "--name",
                name,
                "--network=none",
                "--cap-add=SYS_ADMIN",
                "--security-opt=apparmor=unconfined",
                "--device=/dev/fuse",
                "--tmpfs=/answers:size=2m",
                "--volume=" + server + ":/server:ro",
                "busybox:1.37",
                "sh",
                "-c",
                work)
            .strip();
    eventually(
        SOON, () -> assertThat(Command.run("docker", "exec", id, "cat", "/log")).contains("ready"));
    return id;
  }

  /// The collections since then in which there was time for the container, all that are complete.
  private static List<CountingReceiver.Cycle> visits(CountingReceiver receiver, int since) {
    List<CountingReceiver.Cycle> cycles = receiver.cycles();
    return cycles.subList(since, cycles.size() - 1).stream()
        .filter(cycle -> cycle.points("container.info") > 0)
        .toList();
  }

  private static int workers(Process agent) throws IOException {
    int count = 0;
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + agent.pid() + "/task"))) {
      for (Path thread : threads.toList()) {
        count += Files.readString(thread.resolve("comm")).startsWith("procpush-calls") ? 1 : 0;
      }
    }
    return count;
  }

  private static Process start(CountingReceiver receiver, String name, Path log)
      throws IOException {
    Map<String, String> settings =
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            receiver.endpoint(),
            "OTEL_EXPORTER_OTLP_PROTOCOL",
            "http/protobuf",
            "OTEL_METRIC_EXPORT_INTERVAL",
            "2000");
    return Procpush.process(
            settings,
            Procpush.commandLine(
                "run", "--containers.include=^" + name + "$", "--metrics.exclude=^system"))
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }
}
