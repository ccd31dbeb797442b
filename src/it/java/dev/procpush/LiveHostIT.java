// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.procpush.Collected.Point;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the running kernel tells of its CPUs, processes and clock, against the shell's tools: what
/// moves, between two readings.
@RequiresRoot
@Timeout(180)
final class LiveHostIT {
  private static final Map<String, Integer> MODES =
      Map.of(
          "user",
          2,
          "nice",
          3,
          "system",
          4,
          "idle",
          5,
          "iowait",
          6,
          "interrupt",
          7,
          "softirq",
          8,
          "steal",
          9);

  @Test
  void tellsTheTimeOfEachCpu() throws Exception {
    double tick = Double.parseDouble(shell("getconf CLK_TCK"));
    Map<String, String> before = stat();
    Collected once = Procpush.once();
    Map<String, String> after = stat();

    List<Point> times = once.named("system.cpu.time");
    assertThat(times).hasSize(8 * Integer.parseInt(shell("getconf _NPROCESSORS_ONLN")));
    for (Point point : times) {
      String cpu = "cpu" + point.attribute("cpu.logical_number");
      int column = MODES.getOrDefault(point.attribute("cpu.mode"), 0);
      // idle and waiting time are put together from two counters and may step back a little
      assertThat(Double.parseDouble(point.value()))
          .as("%s %s", cpu, point)
          .isBetween(
              column(before, cpu, column) / tick - 0.05, column(after, cpu, column) / tick + 0.05);
    }
    assertBetween(once, "system.cpu.context_switches", before, after, "ctxt");
    assertBetween(once, "system.cpu.interrupts", before, after, "intr");
    assertBetween(once, "system.cpu.softirqs", before, after, "softirq");
    assertBetween(once, "system.process.created", before, after, "processes");
    assertThat(number(once, "system.boot_time"))
        .isBetween(number(before, "btime") - 1, number(after, "btime") + 1);
  }

  @Test
  void tellsHowManyCpusThereAre() throws Exception {
    Collected once = Procpush.once();

    assertThat(number(once, "system.cpu.logical.count"))
        .isEqualTo(Long.parseLong(shell("getconf _NPROCESSORS_ONLN")));
    assertThat(number(once, "system.cpu.physical.count"))
        .isEqualTo(Long.parseLong(shell("lscpu -p=CORE,SOCKET | grep -v '^#' | sort -u | wc -l")));
  }

  @Test
  void tellsTheStatesOfProcesses() throws Exception {
    Process stopped = new ProcessBuilder("sleep", "120").start();
    Process busy = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
    try {
      shell("kill -STOP " + stopped.pid());
      Collected once = Procpush.once();

      Map<String, Long> states = new TreeMap<>();
      once.named("system.process.count")
          .forEach(point -> states.put(point.attribute("process.state"), point.number()));
      assertThat(states)
          .containsOnlyKeys("running", "sleeping", "uninterruptible", "stopped", "defunct", "idle");
      assertThat(states.get("stopped")).isPositive();
      assertThat(states.get("running")).isPositive();
      long all = states.values().stream().mapToLong(Long::longValue).sum();
      long listed = Long.parseLong(shell("ls /proc | grep -c '^[0-9]'"));
      assertThat(all).isBetween(listed / 2, listed * 2 + 10);
      assertThat(number(once, "system.thread.count")).isGreaterThanOrEqualTo(states.get("idle"));
    } finally {
      stopped.destroyForcibly();
      busy.destroyForcibly();
    }
  }

  @Test
  void tellsWhatTheKernelIsAndHowLongItRuns() throws Exception {
    double before = Double.parseDouble(shell("cut -d' ' -f1 /proc/uptime"));
    Collected once = Procpush.once();
    double after = Double.parseDouble(shell("cut -d' ' -f1 /proc/uptime"));

    assertThat(Double.parseDouble(only(once, "system.uptime").value())).isBetween(before, after);
    Point info = only(once, "system.info");
    assertThat(info.attribute("system.kernel.release")).isEqualTo(shell("uname -r"));
    assertThat(info.attribute("os.description"))
        .isEqualTo(shell(". /etc/os-release && echo \"$PRETTY_NAME\""));
    assertThat(number(once, "system.process.limit"))
        .isEqualTo(
            Long.parseLong(
                shell("sysctl -n kernel.pid_max kernel.threads-max | sort -n | head -1")));
    assertThat(number(once, "system.file_handle.limit"))
        .isEqualTo(Long.parseLong(shell("awk '{print $3}' /proc/sys/fs/file-nr")));
    assertThat(Double.parseDouble(only(once, "system.clock.frequency_adjustment").value()))
        .isCloseTo(1, within(0.001));
  }

  private static void assertBetween(
      Collected once,
      String metric,
      Map<String, String> before,
      Map<String, String> after,
      String key) {
    assertThat(number(once, metric)).isBetween(number(before, key), number(after, key));
  }

  private static long number(Map<String, String> stat, String key) {
    return (long) column(stat, key, 2);
  }

  /// @param column from 1, as awk counts
  private static double column(Map<String, String> stat, String key, int column) {
    return Double.parseDouble(stat.getOrDefault(key, "").split(" +", -1)[column - 1]);
  }

  private static long number(Collected once, String metric) {
    return only(once, metric).number();
  }

  private static Point only(Collected once, String metric) {
    List<Point> points = once.named(metric);
    assertThat(points).as(metric).hasSize(1);
    return points.getFirst();
  }

  /// The lines of `/proc/stat` by their first words, without the hundreds of single interrupts.
  private static Map<String, String> stat() {
    Map<String, String> lines = new TreeMap<>();
    shell("cut -d' ' -f1-12 /proc/stat")
        .lines()
        .forEach(line -> lines.put(line.split(" ", 2)[0], line));
    return lines;
  }

  private static String shell(String script) {
    return Command.run("bash", "-c", script).strip();
  }
}
