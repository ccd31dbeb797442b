// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static dev.procpush.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A FUSE file system whose server does not answer: `deaf`, it reads no request any more, or
/// `mute`, it has read the request, and then the kernel lets nobody out of it. In mount and process
/// namespaces of its own, so that nobody else on this machine meets it.
@RequiresRoot
@Timeout(180)
final class HangingMountIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration LONGEST = Duration.ofSeconds(8);
  private static final String SCRIPT =
      """
      server=$1; folder=$2; mode=$3; shift 3
      "$server" "$folder" "$mode" > "$folder.log" 2>&1 &
      while ! grep -q ready "$folder.log"; do sleep 0.05; done
      "$@"
      code=$?
      kill %1; wait %1; umount -f "$folder" 2> /dev/null
      exit $code
      """;

  @TempDir private Path folder;
  private Path server;
  private Path mount;
  private Path log;

  @BeforeEach
  void compile() throws IOException {
    server = folder.resolve("hanging-mount");
    mount = Files.createDirectory(folder.resolve("mnt"));
    log = folder.resolve("log");
    Command.run("cc", "-o", server.toString(), "src/it/resources/hanging-mount.c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"deaf", "mute"})
  void costsItsOwnPointsAndOneThreadUntilItAnswers(String mode) throws Exception {
    try (CountingReceiver receiver = new CountingReceiver()) {
      Process namespace = start(receiver, mode);
      try {
        eventually(SOON, () -> assertThat(log()).contains(mount + " does not answer"));
        List<Integer> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          int before = receiver.cycles().size();
          eventually(SOON, () -> assertThat(receiver.cycles().size()).isGreaterThan(before));
          threads.add(workers(agent(namespace)));
        }
        var last = receiver.cycles().getLast();
        assertThat(last.points("system.filesystem.limit"))
            .isPositive()
            .isLessThan(last.points("system.filesystem.stuck"));
        assertThat(last.points("system.network.io")).isPositive();
        assertThat(threads).allMatch(count -> count <= 4);
        assertThat(log().lines().filter(line -> line.contains(mount + " does not answer")))
            .hasSize(1);

        Command.run("kill", "-USR1", "" + pid(namespace, server.getFileName().toString()));
        eventually(SOON, () -> assertThat(log()).contains(mount + " answers again"));
        int recovered = receiver.cycles().size();
        eventually(SOON, () -> assertThat(receiver.cycles().size()).isGreaterThan(recovered + 1));
        last = receiver.cycles().getLast();
        assertThat(last.points("system.filesystem.limit"))
            .isEqualTo(last.points("system.filesystem.stuck"));
      } finally {
        end(namespace);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"deaf", "mute"})
  void holdsUpNoEnd(String mode) throws Exception {
    try (CountingReceiver receiver = new CountingReceiver()) {
      Process namespace = start(receiver, mode);
      try {
        eventually(SOON, () -> assertThat(log()).contains(mount + " does not answer"));
        long agent = agent(namespace);
        long start = System.nanoTime();
        Command.run("kill", "-TERM", "" + agent);
        eventually(SOON, () -> assertThat(state(agent)).isIn("", "Z"));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
        if (mode.equals("mute")) {
          // its thread is still in the kernel, which only the server's end changes
          assertThat(state(agent)).isEqualTo("Z");
          Command.run("kill", "" + pid(namespace, server.getFileName().toString()));
        }
        assertThat(namespace.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(namespace.exitValue()).as(log()).isZero();
      } finally {
        end(namespace);
      }
    }
  }

  private Process start(CountingReceiver receiver, String mode) throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of("env", "--default-signal=INT,TERM", "unshare", "--mount", "--pid", "--fork"));
    line.addAll(List.of("--mount-proc", "--propagation", "private", "--kill-child"));
    line.addAll(List.of("bash", "-c", SCRIPT, "bash"));
    line.addAll(List.of(server.toString(), mount.toString(), mode));
    line.addAll(Procpush.commandLine("run", "--path.procfs=/proc"));
    return Procpush.process(receiver.settings(1_000), line)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private String log() throws IOException {
    return Files.readString(log, UTF_8);
  }

  private static long agent(Process namespace) {
    return pid(namespace, "java");
  }

  /// @param program the end of its path
  private static long pid(Process namespace, String program) {
    return namespace
        .descendants()
        .filter(process -> process.info().command().orElse("").endsWith("/" + program))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + program))
        .pid();
  }

  private static int workers(long pid) throws IOException {
    int count = 0;
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      for (Path thread : threads.toList()) {
        count += Files.readString(thread.resolve("comm")).startsWith("procpush-calls") ? 1 : 0;
      }
    }
    return count;
  }

  /// The state of the first thread, as in `Z`; empty where there is none any more.
  private static String state(long pid) {
    try {
      String status = Files.readString(Path.of("/proc/" + pid + "/status"));
      int at = status.indexOf("State:") + 6;
      return status.substring(at).strip().substring(0, 1);
    } catch (IOException gone) {
      return "";
    }
  }

  /// The server first: while it lives, nothing may end.
  private void end(Process namespace) throws InterruptedException {
    namespace
        .descendants()
        .filter(process -> process.info().command().orElse("").equals(server.toString()))
        .forEach(ProcessHandle::destroyForcibly);
    namespace.descendants().forEach(ProcessHandle::destroyForcibly);
    namespace.destroyForcibly();
    assertThat(namespace.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }
}
