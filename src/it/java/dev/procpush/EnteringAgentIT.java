// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static dev.procpush.Eventually.eventually;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.CountingReceiver.Cycle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The agent while it enters namespaces, cycle after cycle, as some are made and deleted: after
/// each cycle all of its threads are at home, it holds no more than before, and a namespace that
/// was deleted is gone.
@RequiresRoot
@Timeout(400)
final class EnteringAgentIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int LASTING = 10;
  private static final int WARM_UP = 6;
  private static final int CYCLES = 30;

  /// A collection or an export may be going on while we look: a file, a socket, a thread.
  private static final int MOMENTARY = 4;

  private static final String METRIC = "netns.network.interface.up";

  private final String own = "ppent" + Long.toString(ProcessHandle.current().pid(), 36);
  private final List<EmptyNamespace> namespaces = new ArrayList<>();

  @TempDir private Path folder;

  @Test
  void comesHomeAndHoldsNothing() throws Exception {
    Path settings = folder.resolve("procpush.yaml");
    Files.writeString(
        settings,
        """
        namespaces: {include: ^%s-}
        containers: {exclude: .}
        proc_metrics:
          - {name: acme.forwarding, file: proc/sys/net/ipv4/ip_forward, type: gauge}
          - {name: acme.near.index, file: sys/class/net/near/ifindex, type: gauge}
        """
            .formatted(own));
    try (LiveNamespace farEnds = LiveNamespace.create();
        CountingReceiver receiver = new CountingReceiver()) {
      for (int i = 0; i < LASTING; i++) {
        add(farEnds, "lasting" + i);
      }
      Process agent = start(receiver, settings);
      try {
        awaitCycles(receiver, WARM_UP);
        awaitReported(receiver, LASTING);
        Held before = Held.most(receiver, agent);

        for (int i = 0; i < CYCLES; i++) {
          EmptyNamespace passing = add(farEnds, "passing" + i);
          awaitReported(receiver, LASTING + 1);
          assertIsAtHome(agent);
          delete(passing);
          awaitGone(farEnds, "passing" + i);
        }

        assertIsAtHome(agent);
        eventually(
            SOON,
            () -> {
              Held now = Held.by(agent);
              assertThat(now.descriptors())
                  .hasSizeLessThanOrEqualTo(before.descriptors().size() + MOMENTARY);
              assertThat(now.threads()).isLessThanOrEqualTo(before.threads() + MOMENTARY);
              assertThat(now.mounts()).isEqualTo(before.mounts());
            });
        agent.destroy();
        assertThat(agent.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(agent.exitValue()).isZero();
      } finally {
        agent.destroyForcibly().waitFor();
      }
    } finally {
      List.copyOf(namespaces).forEach(this::delete);
    }
  }

  private Process start(CountingReceiver receiver, Path settings) throws IOException {
    Map<String, String> environment =
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            receiver.endpoint(),
            "OTEL_EXPORTER_OTLP_PROTOCOL",
            "http/protobuf",
            "OTEL_METRIC_EXPORT_INTERVAL",
            "1000");
    return Procpush.process(environment, Procpush.commandLine("run", "--config=" + settings))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  /// A namespace with one end of a veth pair, whose other end is elsewhere and lives as long.
  private EmptyNamespace add(LiveNamespace farEnds, String name) {
    EmptyNamespace namespace = EmptyNamespace.create(own + "-" + name);
    namespaces.add(namespace);
    farEnds.run(
        "ip link add %s type veth peer name near netns %s"
            .formatted(name, namespace.name())
            .split(" "));
    return namespace;
  }

  private void delete(EmptyNamespace namespace) {
    namespace.close();
    namespaces.remove(namespace);
  }

  /// The kernel takes both ends of the pair away when nobody holds the namespace any more.
  private static void awaitGone(LiveNamespace farEnds, String name) {
    eventually(SOON, () -> assertThat(farEnds.run("ip", "-o", "link")).doesNotContain(name + "@"));
  }

  private static void awaitCycles(CountingReceiver receiver, int count) {
    eventually(SOON, () -> assertThat(receiver.cycles()).hasSizeGreaterThanOrEqualTo(count));
  }

  /// Waits for a collection in which so many namespaces were entered.
  private static void awaitReported(CountingReceiver receiver, long count) {
    int seen = receiver.cycles().size();
    eventually(
        SOON,
        () ->
            assertThat(receiver.cycles().stream().skip(seen - 1).map(EnteringAgentIT::entered))
                .contains(count));
  }

  private static long entered(Cycle cycle) {
    return Math.min(
        cycle.points(METRIC), Math.min(cycle.points("acme.forwarding"), cycle.points("acme.near")));
  }

  /// In a collection a thread may be away for milliseconds.
  private static void assertIsAtHome(Process agent) {
    eventually(
        SOON,
        () ->
            assertThat(namespacesOfThreads(agent))
                .containsExactly(Files.readSymbolicLink(Path.of("/proc/self/ns/net"))));
  }

  private static Set<Path> namespacesOfThreads(Process agent) throws IOException {
    Set<Path> namespaces = new HashSet<>();
    for (Path thread : list(agent, "task")) {
      try {
        namespaces.add(Files.readSymbolicLink(thread.resolve("ns/net")));
      } catch (NoSuchFileException e) {
        // it has ended since
      }
    }
    return namespaces;
  }

  private static List<Path> list(Process agent, String directory) throws IOException {
    try (Stream<Path> entries = Files.list(Path.of("/proc/" + agent.pid(), directory))) {
      return entries.toList();
    }
  }

  /// What a process has of the kernel's.
  private record Held(List<String> descriptors, int threads, long mounts) {

    static Held by(Process agent) throws IOException {
      List<String> descriptors = new ArrayList<>();
      for (Path descriptor : list(agent, "fd")) {
        try {
          Path file = Files.readSymbolicLink(descriptor);
          if (!isOfWhatLives(file)) {
            descriptors.add(file.toString());
          }
        } catch (NoSuchFileException e) {
          // closed since
        }
      }
      return new Held(descriptors, list(agent, "task").size(), mountsOfSysfs(agent));
    }

    /// The agent mounts nothing else; other mounts come and go with the containers of the machine.
    private static long mountsOfSysfs(Process agent) throws IOException {
      try (Stream<String> mounts =
          Files.lines(Path.of("/proc/" + agent.pid() + "/mountinfo"), ISO_8859_1)) {
        return mounts.filter(mount -> mount.contains(" - sysfs ")).count();
      }
    }

    /// As many of these stay open as there are processes and containers.
    private static boolean isOfWhatLives(Path file) {
      boolean kept = file.toString().matches("/proc/[0-9]+/stat|/sys/fs/cgroup/.*");
      return kept && Files.exists(file);
    }

    /// The most of each during some cycles.
    static Held most(CountingReceiver receiver, Process agent) throws IOException {
      Held most = by(agent);
      int end = receiver.cycles().size() + WARM_UP;
      while (receiver.cycles().size() < end) {
        awaitCycles(receiver, receiver.cycles().size() + 1);
        Held now = by(agent);
        most =
            new Held(
                now.descriptors().size() > most.descriptors().size()
                    ? now.descriptors()
                    : most.descriptors(),
                Math.max(now.threads(), most.threads()),
                Math.max(now.mounts(), most.mounts()));
      }
      return most;
    }
  }
}
