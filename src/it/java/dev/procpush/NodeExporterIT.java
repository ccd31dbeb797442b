// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.NodeExporter.Series;
import dev.procpush.ParityTable.Row;
import dev.procpush.ParityTable.Rule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the agent and node_exporter tell of the host at the same time, sample by sample: the rows
/// of `docs/parity.md` say what is compared with what, and how.
@RequiresNodeExporter
@RequiresRoot
@Timeout(300)
final class NodeExporterIT {

  /// How often what moves both ways may fall between two of its readings.
  private static final int TRIES = 12;

  /// Of what is equal but was written as text in between.
  private static final double ROUNDING = 1e-9;

  private static final String[] EVERYTHING = {
    "--interfaces.host.exclude=", "--metrics.include=^system\\.network\\.interface\\.stats\\."
  };

  /// One number of theirs that ours is to be compared with.
  private record Compared(Row row, Series theirs) {}

  private final Map<Compared, String> open = new HashMap<>();
  private final List<String> wrong = new ArrayList<>();
  private int compared;
  private ParityTable table;

  @BeforeEach
  void readTable() throws IOException {
    table = ParityTable.read();
  }

  @Test
  void tellsWhatNodeExporterTells(@TempDir Path folder) throws Exception {
    try (NodeExporter exporter = NodeExporter.start(folder.resolve("node_exporter.log"))) {
      compare(exporter, true);
      for (int again = 1; again < TRIES && !open.isEmpty(); again++) {
        compare(exporter, false);
      }
    }
    wrong.addAll(open.values());
    assertThat(wrong).as("differences").isEmpty();
    assertThat(compared).isGreaterThan(200);
  }

  @Test
  void knowsEveryFamily(@TempDir Path folder) throws Exception {
    List<Row> rows = table.rows();
    try (NodeExporter exporter = NodeExporter.start(folder.resolve("node_exporter.log"))) {
      TreeSet<String> unknown = new TreeSet<>();
      exporter.read().keySet().stream()
          .filter(
              series ->
                  rows.stream()
                      .noneMatch(row -> row.theirs().selects(series.name(), series.labels())))
          .forEach(series -> unknown.add(series.toString()));
      assertThat(unknown).isEmpty();
    }
  }

  @Test
  void knowsEveryCollector() throws IOException {
    Path document = Path.of("docs/parity.md");
    Map<Boolean, List<String>> collectors = NodeExporter.collectors();

    assertThat(ParityTable.cells(document, "| collector | here | not yet, and why |"))
        .extracting(List::getFirst)
        .containsExactlyInAnyOrderElementsOf(collectors.get(true));
    assertThat(ParityTable.cells(document, "| off by default | here | not yet, and why |"))
        .extracting(List::getFirst)
        .containsExactlyInAnyOrderElementsOf(collectors.get(false));
  }

  /// Reads theirs all the while that ours is made.
  private void compare(NodeExporter exporter, boolean first) throws Exception {
    List<Map<Series, Double>> readings = new ArrayList<>();
    readings.add(exporter.read());
    CompletableFuture<Collected> once = CompletableFuture.supplyAsync(NodeExporterIT::once);
    while (!isDone(once)) {
      readings.add(exporter.read());
    }
    readings.add(exporter.read());

    for (Row row : table.rows()) {
      if (row.rule() == Rule.NONE) {
        continue;
      }
      Map<Map<String, String>, Double> ours = null;
      for (Series series : readings.getFirst().keySet()) {
        Compared one = new Compared(row, series);
        if (row.theirs().selects(series.name(), series.labels())
            && (first || open.containsKey(one))) {
          if (ours == null) {
            ours = ours(once.join(), row, series.name());
          }
          compare(one, readings, ours);
        }
      }
    }
  }

  private void compare(
      Compared one, List<Map<Series, Double>> readings, Map<Map<String, String>, Double> ours) {
    Row row = one.row;
    Double value = ours.get(table.attributes(row, one.theirs.name(), one.theirs.labels()));
    double[] theirs =
        readings.stream()
            .filter(reading -> reading.containsKey(one.theirs))
            .mapToDouble(reading -> reading.get(one.theirs) * row.theirs().factor())
            .sorted()
            .toArray();
    open.remove(one);
    if (theirs.length < readings.size() || (value == null && !row.everywhere())) {
      return; // it went away meanwhile, or only they have it
    }
    if (value == null) {
      open.put(one, one.theirs + ": no " + row.ours());
      return;
    }
    double lowest = theirs[0];
    double highest = theirs[theirs.length - 1];
    double slack =
        (row.slackIsShare() ? row.slack() / 100 * highest : row.slack())
            + ROUNDING * Math.abs(highest);
    if (value >= lowest - slack && value <= highest + slack) {
      compared++;
      return;
    }
    String difference =
        "%s: %s is %s, not within %s and %s"
            .formatted(one.theirs, row.ours(), value, lowest, highest);
    if (row.rule() == Rule.COUNTER) {
      wrong.add(difference);
    } else {
      open.put(one, difference);
    }
  }

  /// Our values for a row, by the attributes that their labels correspond to.
  private Map<Map<String, String>, Double> ours(Collected once, Row row, String family) {
    SeriesSelector selector = SeriesSelector.parse(row.ours());
    Map<Map<String, String>, Double> values = new HashMap<>();
    for (Collected.Point point : once.points()) {
      if (!selector.selects(point.name(), point.attributes())) {
        continue;
      }
      Map<String, String> attributes = new TreeMap<>();
      table
          .attributes(row, family, Map.of())
          .keySet()
          .forEach(key -> attributes.put(key, point.attribute(key)));
      values.merge(attributes, Double.parseDouble(point.value()), Double::sum);
    }
    return values;
  }

  private static Collected once() {
    try {
      return Procpush.once(EVERYTHING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isDone(CompletableFuture<?> future)
      throws InterruptedException, ExecutionException {
    try {
      future.get(150, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    }
  }
}
