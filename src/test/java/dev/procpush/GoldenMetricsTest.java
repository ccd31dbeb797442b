// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import dev.procpush.collector.Identity;
import dev.procpush.collector.PointLines;
import dev.procpush.otlp.PrometheusName;
import io.opentelemetry.sdk.metrics.data.MetricData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What all collectors emit over each fixture host, held against `src/test/golden`. A point more or
/// less is a difference.
class GoldenMetricsTest {
  private static final Path FIXTURES = Path.of("src/test/fixtures");
  private static final String WITH_PROCESSES = "captured/debian12-docker20-processes";
  private static final String CAPTURED = "captured/debian12-docker20-cgroup1";

  @ParameterizedTest
  @MethodSource("hosts")
  void emitsTheGoldenPoints(String host) throws IOException {
    GoldenFile.assertHolds(
        "src/test/golden/" + host.replace('/', '-') + ".txt", lines(host, Identity.COMPACT));
  }

  @Test
  void emitsTheGoldenPointsWithFullIdentity() throws IOException {
    GoldenFile.assertHolds(
        "src/test/golden/" + CAPTURED.replace('/', '-') + "-full.txt",
        lines(CAPTURED, Identity.FULL));
  }

  /// All metrics of all processes, of the container only the three that use most.
  @Test
  void emitsTheGoldenPointsOfProcesses() throws IOException {
    String points =
        FixtureHost.of(FIXTURES.resolve(WITH_PROCESSES))
            .withProcesses(3)
            .collect(Identity.COMPACT, (name, _) -> name.startsWith("process."), (_, _) -> {})
            .stream()
            .flatMap(metric -> lines(metric).stream())
            .filter(line -> line.startsWith("process."))
            .sorted()
            .collect(Collectors.joining("\n", "", "\n"));

    GoldenFile.assertHolds(
        "src/test/golden/" + WITH_PROCESSES.replace('/', '-') + "-top.txt", points);
  }

  /// Every folder of fixtures that holds a procfs.
  static List<String> hosts() throws IOException {
    try (Stream<Path> folders = Files.walk(FIXTURES, 2)) {
      return folders
          .filter(folder -> Files.isDirectory(folder.resolve("proc/1")))
          .map(folder -> FIXTURES.relativize(folder).toString())
          .sorted()
          .toList();
    }
  }

  private static String lines(String host, Identity identity) {
    return FixtureHost.of(FIXTURES.resolve(host)).collect(identity).stream()
        .flatMap(metric -> lines(metric).stream())
        .sorted()
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static List<String> lines(MetricData metric) {
    List<String> lines = new ArrayList<>();
    boolean counted = metric.getName().matches("procpush\\.(namespace|container|series)\\.count");
    if (metric.getName().startsWith("procpush.") && !counted) {
      return lines;
    }
    String head =
        "%s{%s,%s} %s "
            .formatted(
                metric.getName(),
                metric.getUnit(),
                PointLines.kind(metric),
                PrometheusName.of(metric));
    metric
        .getData()
        .getPoints()
        .forEach(
            point ->
                lines.add(
                    head + PointLines.text(point.getAttributes()) + " " + PointLines.value(point)));
    return lines;
  }
}
