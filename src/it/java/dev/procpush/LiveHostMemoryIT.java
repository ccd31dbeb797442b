// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.Collected.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the running kernel tells of the host's memory and disks, against `free`, `vmstat`,
/// `swapon`, `lsblk` and `awk`.
@RequiresRoot
@Timeout(300)
final class LiveHostMemoryIT {
  private static final Duration SOON = Duration.ofMinutes(2);

  /// By points, as in `system.memory.usage free`, what prints the same number.
  private final Map<String, String> sources = new LinkedHashMap<>();

  LiveHostMemoryIT() {
    sources.put("system.memory.limit", "free -b | awk '/^Mem:/ { print $2 }'");
    sources.put("system.memory.usage free", "free -b | awk '/^Mem:/ { print $4 }'");
    sources.put("system.memory.linux.shared", "free -b | awk '/^Mem:/ { print $5 }'");
    sources.put("system.memory.linux.available", "free -b | awk '/^Mem:/ { print $7 }'");
    sources.put("system.memory.usage buffers", kilobytes("vmstat -s", "K buffer memory"));
    sources.put("system.memory.linux.active", kilobytes("vmstat -s", "K active memory"));
    sources.put("system.paging.io in", kilobytes("vmstat -s", "K paged in"));
    sources.put("system.paging.io out", kilobytes("vmstat -s", "K paged out"));
    sources.put("system.paging.operations out", numberOf("vmstat -s", "pages swapped out"));
    meminfo("system.memory.linux.active_anon", "Active.anon.");
    meminfo("system.memory.linux.anon_pages", "AnonPages");
    meminfo("system.memory.linux.page_tables", "PageTables");
    meminfo("system.memory.linux.committed_as", "Committed_AS");
    meminfo("system.memory.linux.slab.usage reclaimable", "SReclaimable");
    meminfo("system.memory.linux.slab.usage unreclaimable", "SUnreclaim");
    meminfo("system.memory.linux.hugepages.page_size", "Hugepagesize");
    sources.put("system.paging.faults major", vmstat("pgmajfault"));
    sources.put("system.memory.oom_kills", vmstat("oom_kill"));
    sources.put("system.vmstat.nr_mapped", vmstat("nr_mapped"));
    sources.put("system.vmstat.pgfree", vmstat("pgfree"));
    for (String resource : existing("/proc/pressure/", "memory", "io")) {
      sources.put("system.pressure.stalled_time " + resource, stalled(resource));
    }
    if (Files.exists(Path.of("/sys/devices/system/node/node0/numastat"))) {
      sources.put(
          "system.memory.numa.hit 0",
          "awk '/^numa_hit/ { print $2 }' /sys/devices/system/node/node0/numastat");
      sources.put(
          "system.memory.numa.limit 0",
          "awk '/MemTotal/ { printf \"%.0f\", $4 * 1024 }' /sys/devices/system/node/node0/meminfo");
    }
    for (String disk : disks().keySet()) {
      diskstats("system.disk.io read", disk, "$6 * 512");
      diskstats("system.disk.io write", disk, "$10 * 512");
      diskstats("system.disk.operations read", disk, "$4");
      diskstats("system.disk.merged write", disk, "$9");
      diskstats("system.disk.operation_time write", disk, "$11 / 1000");
      diskstats("system.disk.io_time", disk, "$13 / 1000");
      diskstats("system.disk.weighted_io_time", disk, "$14 / 1000");
    }
  }

  /// Every number lies between the least and the most that the other source has shown before, while
  /// and after the agent ran, in one run at least: a run of it takes memory itself.
  @Test
  void tellsWhatOtherProgramsTell() throws Exception {
    TreeSet<String> open = new TreeSet<>(sources.keySet());
    String last = "";
    long end = System.nanoTime() + SOON.toNanos();
    while (!open.isEmpty() && System.nanoTime() < end) {
      Map<String, Double> least = readings();
      Map<String, Double> most = new TreeMap<>(least);
      FutureTask<Map<String, Double>> run = new FutureTask<>(LiveHostMemoryIT::told);
      Thread.ofPlatform().start(run);
      boolean over;
      do {
        over = run.isDone();
        readings()
            .forEach(
                (point, value) -> {
                  least.merge(point, value, Math::min);
                  most.merge(point, value, Math::max);
                });
      } while (!over);
      Map<String, Double> told = run.get();
      assertThat(told).containsKeys(open.toArray(String[]::new));
      last = open + " of " + told + " between " + least + " and " + most;
      open.removeIf(
          point -> {
            double ours = number(told, point);
            return number(least, point) - 1e-6 <= ours && ours <= number(most, point) + 1e-6;
          });
    }
    assertThat(open).as(last).isEmpty();
  }

  @Test
  void tellsTheCapacityOfDisks() throws Exception {
    Map<String, Long> limits =
        Procpush.once().named("system.disk.limit").stream()
            .collect(Collectors.toMap(point -> point.attribute("system.device"), Point::number));

    assertThat(limits).containsAllEntriesOf(disks());
    assertThat(limits.keySet()).noneMatch(name -> name.startsWith("loop"));
    assertThat(
            Procpush.once("--disks.include=^loop", "--disks.exclude=").named("system.disk.limit"))
        .allMatch(point -> point.attribute("system.device").startsWith("loop"));
  }

  @Test
  void tellsWhatIsSwappedTo(@TempDir Path folder) throws Exception {
    String file = folder.resolve("a swap").toString();
    Command.run("dd", "if=/dev/zero", "of=" + file, "bs=64k", "count=16");
    Command.run("chmod", "600", file);
    Command.run("mkswap", file);
    Command.run("swapon", "-p", "1", file);
    try {
      Map<String, Long> usage = new TreeMap<>();
      for (Point point : Procpush.once().named("system.paging.usage")) {
        if (point.attribute("system.device").equals(file)) {
          usage.put(point.attribute("system.paging.state"), point.number());
        }
      }

      String shown = Command.run("swapon", "--show=SIZE,NAME", "--bytes", "--noheadings");
      long size =
          shown
              .lines()
              .filter(line -> line.contains(folder.toString()))
              .mapToLong(line -> Long.parseLong(line.strip().replaceFirst(" .*", "")))
              .sum();
      assertThat(size).isPositive();
      assertThat(usage).containsOnlyKeys("free", "used");
      assertThat(usage.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(size);
    } finally {
      Command.run("swapoff", file);
    }
  }

  /// By points, with all values of their attributes behind the name.
  private static Map<String, Double> told() throws IOException {
    Map<String, Double> told = new TreeMap<>();
    Collected once = Procpush.once("--metrics.include=^system\\.vmstat\\.(nr_mapped|pgfree)$");
    for (Point point : once.named("system.")) {
      StringBuilder key = new StringBuilder(point.name());
      point.attributes().values().forEach(value -> key.append(' ').append(value));
      told.put(key.toString(), Double.valueOf(point.value()));
    }
    return told;
  }

  private Map<String, Double> readings() {
    String script = sources.values().stream().collect(Collectors.joining("; echo;\n"));
    List<Double> numbers =
        Command.run("bash", "-c", script)
            .lines()
            .filter(line -> !line.isBlank())
            .map(Double::valueOf)
            .toList();
    assertThat(numbers).hasSameSizeAs(sources.keySet());
    Map<String, Double> readings = new TreeMap<>();
    int next = 0;
    for (String point : sources.keySet()) {
      readings.put(point, numbers.get(next++));
    }
    return readings;
  }

  /// The disks that are no loop devices or in RAM, and their bytes.
  private static Map<String, Long> disks() {
    Map<String, Long> disks = new TreeMap<>();
    String list = Command.run("lsblk", "--bytes", "--nodeps", "--noheadings", "-o", "NAME,SIZE");
    for (String line : list.lines().toList()) {
      List<String> fields = List.of(line.strip().split(" +", -1));
      if (!fields.getFirst().matches("(z?ram|loop|fd)[0-9]+")) {
        disks.put(fields.getFirst(), Long.valueOf(fields.getLast()));
      }
    }
    assertThat(disks).isNotEmpty();
    return disks;
  }

  private static double number(Map<String, Double> numbers, String point) {
    return Objects.requireNonNull(numbers.get(point));
  }

  private static List<String> existing(String folder, String... names) {
    return List.of(names).stream().filter(name -> Files.exists(Path.of(folder, name))).toList();
  }

  private void meminfo(String point, String field) {
    sources.put(point, "awk '/^" + field + ":/ { printf \"%.0f\", $2 * 1024 }' /proc/meminfo");
  }

  private void diskstats(String point, String disk, String expression) {
    sources.put(
        point + " " + disk,
        "awk '$3 == \"" + disk + "\" { printf \"%.3f\", " + expression + " }' /proc/diskstats");
  }

  private static String vmstat(String field) {
    return "awk '$1 == \"" + field + "\" { print $2 }' /proc/vmstat";
  }

  private static String numberOf(String command, String text) {
    return command + " | awk '/" + text + "/ { print $1 }'";
  }

  private static String kilobytes(String command, String text) {
    return command + " | awk '/" + text + "/ { printf \"%.0f\", $1 * 1024 }'";
  }

  private static String stalled(String resource) {
    return "awk -F= '/^full/ { printf \"%.6f\", $NF / 1000000 }' /proc/pressure/" + resource;
  }
}
