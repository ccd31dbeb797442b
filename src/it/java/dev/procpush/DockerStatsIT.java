// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static dev.procpush.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.CpuUsageConfig;
import com.github.dockerjava.api.model.StatisticNetworksConfig;
import com.github.dockerjava.api.model.Statistics;
import com.github.dockerjava.api.model.StatsConfig;
import dev.procpush.Collected.Point;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.utility.DockerImageName;

/// A container that has worked, holds memory and has sent packets, against what Docker tells of it:
/// `docker stats`, and the numbers of the API that it shows.
@RequiresDocker
@RequiresRoot
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DockerStatsIT {
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final long HELD = 20_000_000;
  private static final long LIMIT = 256L << 20;
  private static final int PROCESSES = 5;
  private static final String WORK =
      """
      held=$(head -c 20000000 /dev/zero | tr '\\0' x)
      dd if=/dev/zero of=/cached bs=1048576 count=8
      i=0; while [ $i -lt 2000000 ]; do i=$((i+1)); done
      ping -c 10 -s 1000 "$(ip route | sed -n 's/^default via \\([0-9.]*\\).*/\\1/p')"
      for n in 1 2 3 4; do sleep 3600 & done
      echo ready; wait
      """;

  private Network network;
  private GenericContainer<?> container;

  @BeforeAll
  void start() {
    network = Network.newNetwork();
    container =
        new GenericContainer<>(DockerImageName.parse("busybox:1.37"))
            .withNetwork(network)
            .withCommand("sh", "-c", WORK)
            .withCreateContainerCmdModifier(
                create ->
                    Objects.requireNonNull(create.getHostConfig())
                        .withMemory(LIMIT)
                        .withSysctls(Map.of("net.ipv6.conf.all.disable_ipv6", "1")));
    container.start();
    eventually(SOON, () -> assertThat(container.getLogs()).contains("ready"));
  }

  @AfterAll
  void stop() {
    container.stop();
    network.close();
  }

  /// The container sleeps: most of what Docker says before and after is the same, and then the
  /// agent says it too.
  @Test
  void agreesWithTheNumbersOfTheApi() {
    Map<String, Double> told =
        eventually(
            SOON,
            () -> {
              Map<String, Double> before = figures(statistics());
              Map<String, Double> between = points();
              assertThat(figures(statistics())).isEqualTo(before);
              assertThat(between).containsAllEntriesOf(before);
              return between;
            });

    assertThat(told.get("container.memory.usage")).isBetween((double) HELD, (double) LIMIT);
    assertThat(told).containsEntry("container.thread.count", (double) PROCESSES);
    assertThat(told.get("container.network.io transmit")).isGreaterThan(10_000);
  }

  /// Docker has it from `cpuacct.usage`, the agent from version 2 where that is beside it. In one
  /// the container has been for some microseconds longer than in the other.
  @Test
  void hasUsedAsMuchCpuTimeAsDockerSays() throws Exception {
    double before = cpuSeconds(statistics());
    double told = value(points(), "container.cpu.time");
    double after = cpuSeconds(statistics());

    assertThat(told).isGreaterThan(0.5).isBetween(before - 1e-3, after + 1e-3);
  }

  @Test
  void agreesWithWhatDockerStatsShows() {
    eventually(
        SOON,
        () -> {
          String before = shown();
          Map<String, Double> told = points();
          assertThat(shown()).isEqualTo(before);

          List<String> columns = List.of(before.strip().split("[ /]+", -1));
          assertThat(columns).hasSize(5);
          assertShown(columns.get(0), value(told, "container.memory.working_set"), 5e-4);
          assertShown(columns.get(1), value(told, "container.memory.limit"), 5e-4);
          assertShown(columns.get(2), value(told, "container.thread.count"), 0);
          assertShown(columns.get(3), value(told, "container.network.io receive"), 5e-3);
          assertShown(columns.get(4), value(told, "container.network.io transmit"), 5e-3);
        });
  }

  private static void assertShown(String shown, double told, double rounding) {
    assertThat(told).as(shown).isCloseTo(bytes(shown), within(rounding * told));
  }

  /// As in `27.85MiB`, `1.2kB` and `5`.
  private static double bytes(String shown) {
    String unit = shown.replaceAll("[0-9.]", "");
    double number = Double.parseDouble(shown.substring(0, shown.length() - unit.length()));
    return number
        * switch (unit) {
          case "", "B" -> 1;
          case "kB" -> 1e3;
          case "MB" -> 1e6;
          case "KiB" -> 1 << 10;
          case "MiB" -> 1 << 20;
          case "GiB" -> 1 << 30;
          default -> throw new IllegalArgumentException(shown);
        };
  }

  private String shown() {
    return Command.run(
        "docker",
        "stats",
        "--no-stream",
        "--format",
        "{{.MemUsage}} {{.PIDs}} {{.NetIO}}",
        container.getContainerId());
  }

  private Statistics statistics() throws IOException, InterruptedException {
    var found = new AtomicReference<Statistics>();
    try (var answer =
        new ResultCallback.Adapter<Statistics>() {
          @Override
          public void onNext(Statistics one) {
            found.set(one);
          }
        }) {
      container
          .getDockerClient()
          .statsCmd(container.getContainerId())
          .withNoStream(true)
          .exec(answer);
      assertThat(answer.awaitCompletion(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
    return Objects.requireNonNull(found.get());
  }

  private static double cpuSeconds(Statistics statistics) {
    CpuUsageConfig cpu = Objects.requireNonNull(statistics.getCpuStats().getCpuUsage());
    return number(cpu.getTotalUsage()) / 1e9;
  }

  /// What Docker tells, under the names that the agent has for it.
  private static Map<String, Double> figures(Statistics statistics) {
    Map<String, Double> figures = new TreeMap<>();
    double usage = number(statistics.getMemoryStats().getUsage());
    figures.put("container.memory.usage", usage);
    StatsConfig memory = Objects.requireNonNull(statistics.getMemoryStats().getStats());
    Long inactive =
        memory.getTotalInactiveFile() == null
            ? memory.getInactiveFile()
            : memory.getTotalInactiveFile();
    figures.put("container.memory.working_set", usage - number(inactive));
    figures.put("container.memory.limit", number(statistics.getMemoryStats().getLimit()));
    figures.put("container.thread.count", number(statistics.getPidsStats().getCurrent()));
    Map<String, StatisticNetworksConfig> devices = Objects.requireNonNull(statistics.getNetworks());
    StatisticNetworksConfig device = Objects.requireNonNull(devices.get("eth0"));
    String network = "container.network.";
    figures.put(network + "io receive", number(device.getRxBytes()));
    figures.put(network + "io transmit", number(device.getTxBytes()));
    figures.put(network + "packet.count receive", number(device.getRxPackets()));
    figures.put(network + "packet.count transmit", number(device.getTxPackets()));
    figures.put(network + "errors receive", number(device.getRxErrors()));
    figures.put(network + "errors transmit", number(device.getTxErrors()));
    figures.put(network + "packet.dropped receive", number(device.getRxDropped()));
    figures.put(network + "packet.dropped transmit", number(device.getTxDropped()));
    return figures;
  }

  private static double number(@Nullable Long number) {
    return Objects.requireNonNull(number);
  }

  private static double value(Map<String, Double> figures, String name) {
    return Objects.requireNonNull(figures.get(name), name);
  }

  /// The sums by metric and direction.
  private Map<String, Double> points() throws IOException {
    String id = container.getContainerId().substring(0, 12);
    Map<String, Double> sums = new TreeMap<>();
    String only = "--containers.include=^" + container.getContainerName().substring(1) + "$";
    for (Point point : Procpush.once(only).named("container.")) {
      if (point.attribute("container.id").equals(id)) {
        String direction = point.attribute("network.io.direction");
        sums.merge(
            direction.isEmpty() ? point.name() : point.name() + " " + direction,
            Double.parseDouble(point.value()),
            Double::sum);
      }
    }
    return sums;
  }
}
