// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

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
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Containers that are made and removed for a minute, each with limits that no other has, while the
/// agent collects each second.
@RequiresDocker
@RequiresRoot
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ContainersComeAndGoIT {
  private static final String PREFIX = "procpush-it-brief-" + ProcessHandle.current().pid() + "-";
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int ALIVE = 4;
  private static final int FIRST_LIMIT = 100;

  /// Two collections and what is under way.
  private static final long SETTLED_NANOS = TimeUnit.MILLISECONDS.toNanos(2500);

  private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
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
        Eventually.eventually(
            Duration.ofSeconds(30), () -> assertThat(receiver.cycles()).hasSizeGreaterThan(2));
        churn(Duration.ofSeconds(10));
        long descriptors = count(agent, "fd");
        long threads = count(agent, "task");
        churn(LONG);
        while (!alive.isEmpty()) {
          removeOldest();
        }
        long end = now();
        Eventually.eventually(
            Duration.ofSeconds(30), () -> assertThat(receiver.cyclesSince(end)).isGreaterThan(3));

        assertThat(count(agent, "fd")).isLessThanOrEqualTo(descriptors);
        assertThat(count(agent, "task")).isLessThanOrEqualTo(threads + 1);
      } finally {
        agent.destroy();
        assertThat(agent.waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
    }
    // a machine that is busy may have no time for all of them, or to take them, in each second
    assertThat(Files.readString(log).lines())
        .filteredOn(line -> !line.contains("A collection may take"))
        .filteredOn(line -> !line.contains("is unreachable: no answer in time"))
        .noneMatch(line -> line.contains("WARN ") || line.contains("ERROR "));
    assertThat(made.values()).hasSizeGreaterThan(20).allSatisfy(this::assertToldRightly);
  }

  private void assertToldRightly(Brief brief) {
    List<Seen> ofIt = seen.stream().filter(point -> point.id().equals(brief.id)).toList();
    assertThat(ofIt).as("container %d lived across collections", brief.number).isNotEmpty();
    assertThat(ofIt)
        .allSatisfy(
            point -> {
              assertThat(point.name()).isIn("", brief.name());
              assertThat(point.nanos()).isBetween(brief.begun, brief.ended + SETTLED_NANOS);
              if (point.metric().equals("container.thread.limit")) {
                assertThat(point.value()).isEqualTo(FIRST_LIMIT + brief.number);
              }
              if (point.metric().equals("container.memory.limit")) {
                assertThat(point.value()).isEqualTo((32L + brief.number) << 20);
              }
            });
    assertThat(ofIt).anyMatch(point -> point.metric().equals("container.thread.limit"));
  }

  private void churn(Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    while (System.nanoTime() < end) {
      int number = made.size();
      long begun = now();
      String id =
          Command.run(
                  "docker",
                  "run",
                  "-d",
                  "--name",
                  PREFIX + number,
                  "--network=none",
                  "--memory=" + (32 + number) + "m",
                  "--pids-limit=" + (FIRST_LIMIT + number),
                  "busybox:1.37",
                  "sleep",
                  "600")
              .strip();
      Brief brief = new Brief(number, id.substring(0, 12), begun);
      made.put(brief.id, brief);
      alive.add(brief);
      if (alive.size() > ALIVE) {
        removeOldest();
      }
      pause();
    }
  }

  private void removeOldest() {
    Brief oldest = alive.removeFirst();
    Command.run("docker", "rm", "-fv", oldest.id);
    oldest.ended = now();
  }

  /// So that each of them lives for more than two collections.
  private static void pause() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(600));
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
    Map<String, String> settings =
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            receiver.endpoint(),
            "OTEL_EXPORTER_OTLP_PROTOCOL",
            "http/protobuf",
            "OTEL_METRIC_EXPORT_INTERVAL",
            "1000");
    return Procpush.process(
            settings,
            Procpush.commandLine(
                "run",
                "--containers.include=" + PREFIX + "|^[0-9a-f]+$",
                "--namespaces.exclude=.",
                "--metrics.exclude=^(system|netns)|network"))
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
        seen.add(
            new Seen(
                point.getTimeUnixNano(),
                attribute(point, "container.id"),
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
