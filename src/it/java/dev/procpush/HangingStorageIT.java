// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static dev.procpush.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A container whose conmon names a storage on a file system that does not answer. In mount and
/// process namespaces of its own, so that nobody else on this machine meets it.
@RequiresRoot
@Timeout(180)
final class HangingStorageIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String ID = "%08x".formatted(ProcessHandle.current().pid()).repeat(8);
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
  private static final String CONMON =
      """
      #!/bin/sh
      (echo 0 > "$CGROUP/cgroup.procs"; exec sleep 600) &
      wait
      """;
  private static final String SCRIPT =
      """
      server=$1; folder=$2; conmon=$3; id=$4; shift 4
      "$server" "$folder" deaf > "$folder.log" 2>&1 &
      while ! grep -q ready "$folder.log"; do sleep 0.05; done
      "$conmon" -c "$id" -n web -b "$folder/overlay-containers/$id/userdata" &
      "$@"
      """;

  @TempDir private Path folder;
  private Path server;
  private Path cgroup;

  @BeforeEach
  void make() throws IOException {
    server = folder.resolve("hanging-mount");
    Command.run("cc", "-o", server.toString(), "src/it/resources/hanging-mount.c");
    Path conmon = Files.writeString(folder.resolve("conmon"), CONMON);
    Files.setPosixFilePermissions(conmon, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path memory = CGROUPS.resolve("memory");
    cgroup = (Files.isDirectory(memory) ? memory : CGROUPS).resolve("libpod-" + ID);
    Files.createDirectory(cgroup);
  }

  @AfterEach
  void remove() {
    eventually(SOON, () -> Files.deleteIfExists(cgroup));
  }

  @Test
  void costsTheNamesThatAreInItAndHoldsUpNothing() throws Exception {
    Path log = folder.resolve("log");
    try (CountingReceiver receiver = new CountingReceiver()) {
      Process namespace = start(receiver, log);
      try {
        eventually(
            SOON, () -> assertThat(Files.readString(log, UTF_8)).contains("names of containers"));
        int before = receiver.cycles().size();
        eventually(SOON, () -> assertThat(receiver.cycles().size()).isGreaterThan(before + 5));

        assertThat(receiver.cycles().getLast().points("container.info")).isPositive();
        assertThat(Files.readString(log, UTF_8).lines())
            .filteredOn(line -> line.contains("do not answer"))
            .singleElement()
            .asString()
            .contains(folder + "/mnt/overlay-containers");
      } finally {
        end(namespace);
      }
    }
  }

  private Process start(CountingReceiver receiver, Path log) throws IOException {
    Path mount = Files.createDirectory(folder.resolve("mnt"));
    List<String> line =
        new ArrayList<>(
            List.of("env", "--default-signal=INT,TERM", "unshare", "--mount", "--pid", "--fork"));
    line.addAll(List.of("--mount-proc", "--propagation", "private", "--kill-child"));
    line.addAll(List.of("bash", "-c", SCRIPT, "bash"));
    line.addAll(List.of(server.toString(), mount.toString()));
    line.addAll(List.of(folder.resolve("conmon").toString(), ID));
    line.addAll(Procpush.commandLine("run", "--path.procfs=/proc"));
    Map<String, String> settings = new HashMap<>();
    settings.put("CGROUP", cgroup.toString());
    settings.put("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint());
    settings.put("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
    settings.put("OTEL_METRIC_EXPORT_INTERVAL", "1000");
    return Procpush.process(settings, line)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  /// The server first: while it lives, nothing that waits for it may end.
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
