// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static dev.procpush.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// How much a running container has written, against `du` of its layer and what Docker says. What
/// it wrote elsewhere, or took from the image, is not in it.
@RequiresDocker
@RequiresRoot
@Timeout(360)
final class ContainerLayerIT {
  private static final String METRIC = "container.filesystem.layer.usage";
  private static final Duration FIRST = Duration.ofMinutes(1);

  /// A layer is walked through again after a minute.
  private static final Duration NEXT = Duration.ofMinutes(3);

  private static final int BLOCK = 4096;
  private static final String WORK =
      """
      mkdir -p /a/b
      dd if=/dev/zero of=/a/b/file bs=1000 count=5000 conv=fsync
      ln /a/b/file /a/again; ln -s /bin/busybox /a/link; rm /etc/group
      dd if=/dev/zero of=/hole bs=1000 seek=1000000 count=1 conv=fsync
      dd if=/dev/zero of=/elsewhere/file bs=1000 count=1000
      echo done; sleep 3600; true
      """;

  private final String name = "procpush-it-layer-" + ProcessHandle.current().pid();
  @TempDir private Path folder;

  @Test
  void isWhatDuCountsOnceItWasWalkedThrough() throws Exception {
    String id =
        Command.run(
                "docker",
                "run",
                "-d",
                "--name",
                name,
                "--network=none",
                "--tmpfs=/elsewhere",
                "busybox:1.37",
                "sh",
                "-c",
                WORK)
            .strip();
    try (CountingReceiver receiver = new CountingReceiver()) {
      eventually(FIRST, () -> assertThat(Command.run("docker", "logs", id)).contains("done"));
      Process agent = start(receiver);
      try {
        eventually(FIRST, () -> assertThat(told(receiver)).isEqualTo(du(id)));
        assertThat(du(id)).isBetween(5_000_000L, 6_000_000L);

        String more =
            "rm /a/again /hole; for i in $(seq 200); do echo $i > /a/$i; done;"
                + " dd if=/dev/zero of=/more bs=1000 count=3000 conv=fsync";
        Command.run("docker", "exec", id, "sh", "-c", more);
        long all = eventually(NEXT, () -> assertThat(told(receiver)).isEqualTo(du(id)).actual());

        // Docker adds the sizes of files, not the blocks that these and folders take
        long docker =
            Long.parseLong(
                Command.run("docker", "inspect", "--size", "-f", "{{.SizeRw}}", id).strip());
        assertThat(docker).isBetween(8_000_000L, 9_000_000L);
        assertThat(all).isBetween(docker, docker + entries(id) * BLOCK);
      } finally {
        agent.destroy();
        assertThat(agent.waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(Files.readString(folder.resolve("log"))).doesNotContain("layer");
    } finally {
      Command.works("docker", "rm", "-fv", id);
    }
  }

  private static long told(CountingReceiver receiver) {
    CountingReceiver.Cycle last = receiver.cycles().getLast();
    assertThat(last.points(METRIC)).isEqualTo(1);
    return last.sum(METRIC);
  }

  private static long du(String id) {
    String line = Command.run("du", "-x", "-s", "--block-size=1", upper(id).toString());
    return Long.parseLong(line.split("\t", -1)[0]);
  }

  private static long entries(String id) throws IOException {
    try (Stream<Path> all = Files.walk(upper(id))) {
      return all.count();
    }
  }

  private static Path upper(String id) {
    return Path.of(
        Command.run("docker", "inspect", "-f", "{{.GraphDriver.Data.UpperDir}}", id).strip());
  }

  private Process start(CountingReceiver receiver) throws IOException {
    return Procpush.process(
            receiver.settings(1_000),
            Procpush.commandLine(
                "run",
                "--metrics.include=^" + METRIC + "$",
                "--containers.include=^" + name + "$",
                "--namespaces.exclude=."))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }
}
