// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static dev.procpush.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A container that works in bursts shorter than a clock tick, many of them processes of their own:
/// ticks see half of that, or half as much again. Against the time that the kernel has measured.
@RequiresDocker
@RequiresRoot
@Timeout(240)
final class ContainerCpuTimeIT {
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final Path UNIFIED = Path.of("/sys/fs/cgroup/unified");
  private static final double ENOUGH = 0.5;

  /// In seconds: version 2 counts in microseconds.
  private static final double MICRO = 1e-6;

  /// What a process may run while its runtime puts it from one hierarchy into the next.
  private static final double BETWEEN = 1e-3;

  private static final String WORK =
      """
      while true; do
        n=0; while [ $n -lt 20 ]; do n=$((n+1)); /bin/busybox true; usleep 1000; done
        n=0; while [ $n -lt 20 ]; do
          n=$((n+1)); i=0; while [ $i -lt 400 ]; do i=$((i+1)); done; usleep 3000
        done
      done
      """;

  private final String name = "procpush-it-bursts-" + ProcessHandle.current().pid();
  private ContainerCgroup cgroup = new ContainerCgroup(List.of());
  private String id = "";

  @BeforeEach
  void start() throws IOException {
    id =
        Command.run("docker", "run", "-d", "--name", name, "busybox:1.37", "sh", "-c", WORK)
            .strip();
    cgroup = ContainerCgroup.of(id);
    eventually(SOON, () -> assertThat(cgroup.cpuSeconds()).isGreaterThan(ENOUGH));
  }

  @AfterEach
  void stop() {
    Command.works("docker", "rm", "-fv", name);
  }

  /// Whether the agent sees the hierarchy of version 2: with version 1 alone, beside it, or alone.
  static List<Boolean> unified() {
    List<Boolean> ways = new ArrayList<>();
    if (!ContainerCgroup.isVersion1("cpuacct") || Files.isDirectory(UNIFIED)) {
      ways.add(true);
    }
    if (ContainerCgroup.isVersion1("cpuacct")) {
      ways.add(false);
    }
    return ways;
  }

  @ParameterizedTest
  @MethodSource("unified")
  void isWhatTheKernelHasMeasured(boolean unified) throws IOException {
    double before = measured(unified);
    Map<String, Double> moving = told(unified);
    double after = measured(unified);
    assertThat(sum(moving)).isBetween(before - MICRO, after + MICRO);

    Command.run("docker", "pause", name);
    double still = measured(unified);
    Map<String, Double> told = told(unified);
    assertThat(measured(unified)).isEqualTo(still);
    assertThat(sum(told)).isCloseTo(still, within(MICRO));
    assertThat(told.get("user")).isCloseTo(still * userShare(unified), within(2 * MICRO));
    assertThat(cgroup.cpuSeconds()).as("of any hierarchy").isCloseTo(still, within(BETWEEN));
  }

  private double measured(boolean unified) throws IOException {
    return unified ? cgroup.cpuSeconds() : cgroup.cpuacctSeconds();
  }

  /// What the kernel's own proportion gives to user mode.
  private double userShare(boolean unified) throws IOException {
    String controller = unified ? "unified" : "cpuacct";
    String file = unified ? "cpu.stat" : "cpuacct.stat";
    double user = cgroup.keyed(controller, file, unified ? "user_usec" : "user");
    return user / (user + cgroup.keyed(controller, file, unified ? "system_usec" : "system"));
  }

  private static double sum(Map<String, Double> modes) {
    return modes.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /// By mode.
  private Map<String, Double> told(boolean unified) throws IOException {
    List<String> line = new ArrayList<>();
    if (!unified && Files.isDirectory(UNIFIED)) {
      String alone = "umount " + UNIFIED + "; exec \"$@\"";
      line.addAll(List.of("unshare", "-m", "sh", "-c", alone, "sh"));
    }
    line.addAll(
        Procpush.commandLine("once", "--format", "otlp-json", "--containers.include=^" + name));
    Ended once = Ended.run(Procpush.process(Map.of(), line));
    assertThat(once.exitCode()).as(once.errors()).isZero();
    Map<String, Double> modes = new TreeMap<>();
    Collected.parse(once.output()).named("container.cpu.time").stream()
        .filter(point -> point.attribute("container.id").equals(id.substring(0, 12)))
        .forEach(
            point -> modes.put(point.attribute("cpu.mode"), Double.parseDouble(point.value())));
    assertThat(modes).containsOnlyKeys("user", "system");
    return modes;
  }
}
