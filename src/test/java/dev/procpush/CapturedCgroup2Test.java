// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.procpush.collector.Identity;
import dev.procpush.collector.PointLines;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is told of the containers of a captured host with cgroup version 2 alone, held against its
/// files, of which an expression takes the number. None there is no point.
class CapturedCgroup2Test {
  private static final Path HOST =
      Path.of("src/test/fixtures/captured/debian12-docker20-cgroup2").toAbsolutePath();
  private static final String LIMITED = "8bad6b47266e";
  private static final String PLAIN = "488e1277062e";
  private static final String OUTER = "fd2bf7ba75a1";
  private static final String INNER = "feedbeef0123";
  private static final List<String> ALL = List.of(LIMITED, PLAIN, OUTER, INNER);

  private static final Map<String, Double> POINTS = points();
  private static final Map<String, Path> FOLDERS = folders();

  /// Of these the outer container has what its cgroup has less the inner one's.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cpu.time user                    | cpu.stat            | ^user_usec (\\d+)       | 1e6
          cpu.time system                  | cpu.stat            | ^system_usec (\\d+)     | 1e6
          memory.usage                     | memory.current      | ^(\\d+)                 | 1
          memory.rss                       | memory.stat         | ^anon (\\d+)            | 1
          memory.cache                     | memory.stat         | ^file (\\d+)            | 1
          memory.kernel                    | memory.stat         | ^kernel (\\d+)          | 1
          memory.linux.active_file         | memory.stat         | ^active_file (\\d+)     | 1
          memory.linux.inactive_file       | memory.stat         | ^inactive_file (\\d+)   | 1
          memory.linux.file_mapped         | memory.stat         | ^file_mapped (\\d+)     | 1
          memory.linux.shmem               | memory.stat         | ^shmem (\\d+)           | 1
          paging.faults major              | memory.stat         | ^pgmajfault (\\d+)      | 1
          paging.usage                     | memory.swap.current | ^(\\d+)                 | 1
          memory.events low                | memory.events       | ^low (\\d+)             | 1
          memory.events high               | memory.events       | ^high (\\d+)            | 1
          memory.events max                | memory.events       | ^max (\\d+)             | 1
          memory.events oom                | memory.events       | ^oom (\\d+)             | 1
          memory.oom_kills                 | memory.events       | ^oom_kill (\\d+)        | 1
          disk.io read vda                 | io.stat             | ^254:0 .*rbytes=(\\d+)  | 1
          disk.io write vda                | io.stat             | ^254:0 .*wbytes=(\\d+)  | 1
          disk.operations read vda         | io.stat             | ^254:0 .*rios=(\\d+)    | 1
          disk.operations write vda        | io.stat             | ^254:0 .*wios=(\\d+)    | 1
          thread.count                     | pids.current        | ^(\\d+)                 | 1
          """)
  void addsUpOnce(String point, String file, String number, double divisor) {
    for (String id : ALL) {
      long value = number(id, file, number).orElseThrow();
      if (id.equals(OUTER)) {
        value -= number(INNER, file, number).orElseThrow();
      }
      // what the kernel has rounded to µs may differ by one in a difference of three
      double rounded = divisor == 1 ? 0 : 2 / divisor;
      assertThat(POINTS.get(id + " " + point)).as(id).isCloseTo(value / divisor, within(rounded));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cpu.weight                       | cpu.weight          | ^(\\d+)                 | 1
          memory.limit                     | memory.max          | ^(\\d+)                 | 1
          memory.reservation               | memory.low          | ^([1-9]\\d*)            | 1
          memory.peak                      | memory.peak         | ^(\\d+)                 | 1
          paging.limit                     | memory.swap.max     | ^(\\d+)                 | 1
          thread.limit                     | pids.max            | ^(\\d+)                 | 1
          thread.rejected                  | pids.events         | ^max (\\d+)             | 1
          pressure.waiting_time cpu        | cpu.pressure        | ^some .*total=(\\d+)    | 1e6
          pressure.waiting_time memory     | memory.pressure     | ^some .*total=(\\d+)    | 1e6
          pressure.waiting_time io         | io.pressure         | ^some .*total=(\\d+)    | 1e6
          pressure.stalled_time cpu        | cpu.pressure        | ^full .*total=(\\d+)    | 1e6
          pressure.stalled_time memory     | memory.pressure     | ^full .*total=(\\d+)    | 1e6
          pressure.stalled_time io         | io.pressure         | ^full .*total=(\\d+)    | 1e6
          """)
  void tellsWhatTheKernelHas(String point, String file, String number, double divisor) {
    for (String id : ALL) {
      OptionalLong value = number(id, file, number);
      assertThat(POINTS.get(id + " " + point))
          .as(id)
          .isEqualTo(value.isPresent() ? (Double) (value.getAsLong() / divisor) : null);
    }
  }

  @Test
  void tellsOfThrottlingWhereThereIsALimit() {
    assertThat(file(LIMITED, "cpu.max")).hasContent("25000 100000\n");
    assertThat(POINTS)
        .containsEntry(LIMITED + " cpu.limit", 0.25)
        .containsEntry(LIMITED + " cpu.periods", inCpuStat("nr_periods"))
        .containsEntry(LIMITED + " cpu.throttled.periods", inCpuStat("nr_throttled"))
        .containsEntry(LIMITED + " cpu.throttled.time", inCpuStat("throttled_usec") / 1e6)
        .containsEntry(INNER + " cpu.limit", 1.5)
        .doesNotContainKeys(PLAIN + " cpu.limit", PLAIN + " cpu.periods", OUTER + " cpu.limit");
  }

  @Test
  void computesWhatTheKernelDoesNotTell() {
    for (String id : List.of(LIMITED, PLAIN, INNER)) {
      double set = number(id, "memory.current", "^(\\d+)").orElseThrow();
      set -= number(id, "memory.stat", "^inactive_file (\\d+)").orElseThrow();
      double minor = number(id, "memory.stat", "^pgfault (\\d+)").orElseThrow();
      minor -= number(id, "memory.stat", "^pgmajfault (\\d+)").orElseThrow();
      OptionalLong limit = number(id, "memory.max", "^(\\d+)");

      assertThat(POINTS)
          .containsEntry(id + " memory.working_set", Math.max(0, set))
          .containsEntry(id + " paging.faults minor", minor);
      assertThat(POINTS.get(id + " memory.available"))
          .isEqualTo(limit.isPresent() ? (Double) (limit.getAsLong() - set) : null);
    }
  }

  /// Six zombies of the limited one are in `pids.current` and not in `cgroup.procs`.
  @Test
  void countsProcessesThatLive() {
    assertThat(file(LIMITED, "cgroup.procs")).hasContent("1444\n1644\n");
    assertThat(POINTS)
        .containsEntry(LIMITED + " process.count", 2.0)
        .containsEntry(LIMITED + " thread.count", 8.0)
        .containsEntry(PLAIN + " process.count", 1.0)
        .containsEntry(OUTER + " process.count", 1.0)
        .containsEntry(INNER + " process.count", 1.0);
  }

  private static double inCpuStat(String key) {
    return number(LIMITED, "cpu.stat", "^" + key + " (\\d+)").orElseThrow();
  }

  private static Path file(String id, String name) {
    return requireNonNull(FOLDERS.get(id)).resolve(name);
  }

  private static OptionalLong number(String id, String file, String expression) {
    try {
      Matcher matcher =
          Pattern.compile(expression, Pattern.MULTILINE).matcher(Files.readString(file(id, file)));
      return matcher.find()
          ? OptionalLong.of(Long.parseLong(matcher.group(1)))
          : OptionalLong.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Each container's folder, which has its id in its name.
  private static Map<String, Path> folders() {
    Map<String, Path> folders = new HashMap<>();
    try (Stream<Path> all = Files.walk(HOST.resolve("sys/fs/cgroup"))) {
      for (Path folder : all.filter(Files::isDirectory).toList()) {
        String name = folder.getFileName().toString().replace("docker-", "");
        ALL.stream().filter(name::startsWith).forEach(id -> folders.put(id, folder));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folders;
  }

  /// By container, metric without `container.` and other attributes' values.
  private static Map<String, Double> points() {
    Map<String, Double> points = new HashMap<>();
    for (MetricData metric : FixtureHost.of(HOST).collect(Identity.COMPACT)) {
      for (PointData point : metric.getData().getPoints()) {
        String id = point.getAttributes().get(AttributeKey.stringKey("container.id"));
        points.put(
            id + " " + metric.getName().replaceFirst("^container\\.", "") + others(point),
            Double.valueOf(PointLines.value(point)));
      }
    }
    return points;
  }

  private static String others(PointData point) {
    return point.getAttributes().asMap().entrySet().stream()
        .filter(entry -> !entry.getKey().getKey().startsWith("container."))
        .sorted(Comparator.comparing(entry -> entry.getKey().getKey()))
        .map(entry -> " " + entry.getValue())
        .collect(Collectors.joining());
  }
}
