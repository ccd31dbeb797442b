// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static dev.procpush.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Containers that are made and removed for a minute, each with limits and a network namespace that
/// no other has, while the agent collects each second.
@RequiresDocker
@RequiresRoot
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ContainersComeAndGoIT {
  private static final String PREFIX = "procpush-it-brief-" + ProcessHandle.current().pid() + "-";
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final Duration WARM_UP = Duration.ofSeconds(15);
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final int ALIVE = 6;
  private static final int FEWEST = 30;
  private static final int FIRST_LIMIT = 100;
  private static final String TTL = "container.network.ip.default_ttl";
  private static final String PROCESS_LIMIT = "container.thread.limit";
  private static final String MEMORY_LIMIT = "container.memory.limit";
  private static final String SHARES = "container.cpu.shares";

  /// The agent tells also how it does itself, as that it had no time for all.
  private static final int OBJECTS_OF_ITS_OWN_SERIES = 3;

  /// What a namespace and a cgroup have before the runtime has set them up: it puts the process
  /// into them first.
  private static final Map<String, Long> USUAL = Map.of(TTL, 64L, SHARES, 1024L);

  private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
  private final Map<String, Set<String>> told = new ConcurrentHashMap<>();
  private final Map<String, Brief> made = new HashMap<>();
  private final Deque<Brief> alive = new ArrayDeque<>();
  @TempDir private Path folder;

  private record Seen(long nanos, String id, String name, String metric, long value) {}

  /// One of the containers.
  private static final class Brief {
    final int number;
    final String id;
    final long begun;
    long ended;

    Brief(int number, String id, long begun) {
      this.number = number;
      this.begun = begun;
      this.id = id;
    }

    String name() {
      return PREFIX + number;
    }

    int ttl() {
      return 65 + number % 190;
    }

    long memory() {
      return (32L + number) << 20;
    }
  }

  @AfterAll
  void removeWhatIsLeft() {
    alive.forEach(brief -> Command.works("docker", "rm", "-fv", brief.id));
  }

  @Test
  void areToldOfWhileTheyLiveAndAsWhatTheyAre() throws Exception {
    Path log = folder.resolve("log");
    try (CountingReceiver receiver = new CountingReceiver(this::take)) {
      Process agent = start(receiver, log);
      try {
        eventually(SOON, () -> assertThat(receiver.cycles()).hasSizeGreaterThan(2));
        churn(WARM_UP, ALIVE);
        settle(receiver);
        AgentHeap before = AgentHeap.of(agent);
        long descriptors = count(agent, "fd");
        long threads = count(agent, "task");
        long errors = receiver.cycles().getLast().sum("procpush.collector.errors");
        long own = receiver.cycles().getLast().points("procpush.");

        int churned = churn(LONG, FEWEST);
        settle(receiver);
        assertThat(receiver.cycles().getLast().sum("procpush.collector.errors")).isEqualTo(errors);
        eventually(
            SOON,
            () -> {
              // as many live as before; what is kept of each that is gone would be as many as these
              long more = receiver.cycles().getLast().points("procpush.") - own;
              long most = churned / 2 + OBJECTS_OF_ITS_OWN_SERIES * more;
              assertThat(AgentHeap.of(agent).grownBy(before, most)).isEmpty();
              assertThat(count(agent, "fd")).isLessThan(descriptors + churned / 2);
              assertThat(count(agent, "task")).isLessThanOrEqualTo(threads + 1);
            });
        while (!alive.isEmpty()) {
          removeOldest();
        }
        settle(receiver);
        assertThat(receiver.cycles().getLast().points("container.")).isZero();
      } finally {
        agent.destroy();
        assertThat(agent.waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
    }
    assertThat(AgentLog.complaints(log)).isEmpty();
    assertThat(made.keySet()).containsExactlyInAnyOrderElementsOf(told.keySet());
    assertToldRightly();
  }

  /// A collection that had begun before may still find a container; none that begins when it has
  /// gone does.
  private void assertToldRightly() {
    assertThat(seen).filteredOn(point -> !isRight(point, briefOf(point))).isEmpty();
    assertThat(seen).filteredOn(point -> point.nanos() > briefOf(point).ended).isEmpty();
    Map<String, Set<Long>> early = new HashMap<>();
    seen.stream()
        .filter(point -> point.nanos() < briefOf(point).begun)
        .forEach(
            point -> early.computeIfAbsent(point.id(), _ -> new HashSet<>()).add(point.nanos()));
    assertThat(early).allSatisfy((_, collections) -> assertThat(collections).hasSize(1));
  }

  private static boolean isRight(Seen point, Brief brief) {
    long value = point.value();
    return point.name().equals(brief.name())
        && switch (point.metric()) {
          case PROCESS_LIMIT -> value == FIRST_LIMIT + brief.number;
          case SHARES -> value == FIRST_LIMIT + brief.number || isUsual(point.metric(), value);
          case MEMORY_LIMIT -> value == brief.memory();
          case "container.memory.usage" -> value <= brief.memory();
          case TTL -> value == brief.ttl() || isUsual(point.metric(), value);
          default -> value >= 0;
        };
  }

  private Brief briefOf(Seen point) {
    return Objects.requireNonNull(made.get(point.id()), point.id());
  }

  private static boolean isUsual(String metric, long value) {
    return Long.valueOf(value).equals(USUAL.get(metric));
  }

  /// @return how many were made
  private int churn(Duration duration, int fewest) {
    int before = made.size();
    long end = System.nanoTime() + duration.toNanos();
    while (System.nanoTime() < end || made.size() < before + fewest) {
      make(made.size());
      if (alive.size() > ALIVE) {
        removeOldest();
      }
    }
    return made.size() - before;
  }

  private void make(int number) {
    long begun = now();
    Brief brief = new Brief(number, "", begun);
    String id =
        Command.run(
                "docker",
                "run",
                "-d",
                "--name",
                brief.name(),
                "--network=none",
                "--sysctl=net.ipv4.ip_default_ttl=" + brief.ttl(),
                "--memory=" + brief.memory(),
                "--cpu-shares=" + (FIRST_LIMIT + number),
                "--pids-limit=" + (FIRST_LIMIT + number),
                "busybox:1.37",
                "sleep",
                "600")
            .strip();
    brief = new Brief(number, id.substring(0, 12), begun);
    made.put(brief.id, brief);
    alive.add(brief);
  }

  /// Once all was told that tells it from others.
  private void removeOldest() {
    Brief oldest = alive.getFirst();
    eventually(
        SOON,
        () ->
            assertThat(told.getOrDefault(oldest.id, Set.of()))
                .contains(TTL, PROCESS_LIMIT, MEMORY_LIMIT, SHARES));
    Command.run("docker", "rm", "-fv", oldest.id);
    alive.removeFirst();
    oldest.ended = now() + TimeUnit.MILLISECONDS.toNanos(1);
  }

  private void settle(CountingReceiver receiver) {
    long since = now();
    eventually(SOON, () -> assertThat(receiver.cyclesSince(since)).isGreaterThan(3));
  }

  private static long now() {
    return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
  }

  private static long count(Process process, String what) throws IOException {
    try (Stream<Path> entries = Files.list(Path.of("/proc/" + process.pid() + "/" + what))) {
      return entries.count();
    }
  }

  private static Process start(CountingReceiver receiver, Path log) throws IOException {
    return Procpush.process(
            receiver.settings(1_000),
            Procpush.commandLine(
                "run",
                "--containers.include=^" + PREFIX,
                "--protocols.include=^Ip_DefaultTTL$",
                "--namespaces.exclude=.",
                "--namespaces.folders=/nowhere",
                "--metrics.exclude=^(system|netns)"))
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private void take(ExportMetricsServiceRequest request) {
    for (var resource : request.getResourceMetricsList()) {
      for (var scope : resource.getScopeMetricsList()) {
        scope.getMetricsList().forEach(this::take);
      }
    }
  }

  private void take(Metric metric) {
    if (metric.getName().startsWith("container.")) {
      List<NumberDataPoint> points =
          metric.hasSum()
              ? metric.getSum().getDataPointsList()
              : metric.getGauge().getDataPointsList();
      for (NumberDataPoint point : points) {
        String id = attribute(point, "container.id");
        if (!isUsual(metric.getName(), point.getAsInt())) {
          told.computeIfAbsent(id, _ -> ConcurrentHashMap.newKeySet()).add(metric.getName());
        }
        seen.add(
            new Seen(
                point.getTimeUnixNano(),
                id,
                attribute(point, "container.name"),
                metric.getName(),
                point.getAsInt()));
      }
    }
  }

  private static String attribute(NumberDataPoint point, String key) {
    return point.getAttributesList().stream()
        .filter(attribute -> attribute.getKey().equals(key))
        .map(KeyValue::getValue)
        .map(value -> value.getStringValue())
        .findFirst()
        .orElse("");
  }
}
