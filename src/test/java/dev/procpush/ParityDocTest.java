// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `docs/parity.md` and `docs/containers.md` say that there is here, there is: each metric and
/// attribute in the columns about us stands in `docs/metrics.md`.
final class ParityDocTest {

  private static final Path METRICS = Path.of("docs/metrics.md");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /// What begins as a metric of ours does.
  private static final Pattern NAME =
      Pattern.compile("(?:system|container|netns|process|hw|nfs|procpush)\\.[a-z0-9_.]+");

  /// Metrics of the host that do not begin with `system`.
  private static final Pattern WHOLE = Pattern.compile("(?:hw|nfs)\\.");

  private static final Pattern PROMETHEUS_NAME =
      Pattern.compile(
          "\\b(?:system|container|netns|process|hw|nfs|procpush)_[a-z0-9_]+(?=[{\\[ )]|$)");

  /// Where an expression in PromQL has labels, which look like metrics.
  private static final Pattern LABELS =
      Pattern.compile("\\{[^}]*}|\\b(?:by|on|without|ignoring) \\([^)]*\\)");

  /// Fields of meminfo that the kernels of our fixtures lack are named by the same rule.
  private static final String MEMINFO = "system.memory.linux.";

  private final Set<String> names = new HashSet<>();
  private final Set<String> prometheusNames = new HashSet<>();

  @BeforeEach
  void readMetrics() throws IOException {
    List<String> prefixes = List.of();
    for (String line : Files.readAllLines(METRICS)) {
      if (line.startsWith("## ")) {
        prefixes =
            line.contains("Network namespaces") || line.contains("Protocol counters")
                ? List.of("system", "container", "netns")
                : line.contains("The host") ? List.of("system") : List.of();
      } else if (line.startsWith("| `")) {
        add(prefixes, ParityTable.cells(line));
      }
    }
    assertThat(names).hasSizeGreaterThan(300);
  }

  private void add(List<String> prefixes, List<String> cells) {
    cells.stream()
        .skip(3)
        .limit(1)
        .flatMap(attributes -> CODE.matcher(attributes).results())
        .forEach(attribute -> names.add(attribute.group(1)));
    String name = code(cells.getFirst());
    if (prefixes.isEmpty() || WHOLE.matcher(name).lookingAt()) {
      names.add(name);
      prometheusNames.add(cells.size() > 4 ? code(cells.get(4)) : "");
      return;
    }
    for (String prefix : prefixes) {
      names.add(prefix + "." + name);
      prometheusNames.add(prefix + "_" + code(cells.get(4)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/parity.md", "docs/containers.md"})
  void namesWhatThereIs(String document) throws IOException {
    Set<String> mentioned = new TreeSet<>();
    for (String cell : ours(Path.of(document))) {
      Matcher code = CODE.matcher(cell);
      while (code.find()) {
        mentioned.addAll(namesIn(code.group(1)));
      }
    }
    assertThat(mentioned).hasSizeGreaterThan(40);

    mentioned.removeIf(name -> name.startsWith(MEMINFO));
    mentioned.removeAll(names);
    mentioned.removeAll(prometheusNames);
    assertThat(mentioned).isEmpty();
  }

  /// A metric, or those of an expression in PromQL.
  private static List<String> namesIn(String code) {
    String name = code.replaceFirst("\\{.*", "");
    if (NAME.matcher(name).matches()) {
      return List.of(name);
    }
    return PROMETHEUS_NAME
        .matcher(LABELS.matcher(code).replaceAll(""))
        .results()
        .map(MatchResult::group)
        .toList();
  }

  /// The cells behind the first of each row: what the peers have stands in that.
  private static List<String> ours(Path document) throws IOException {
    List<String> cells = new ArrayList<>();
    for (String line : Files.readAllLines(document)) {
      if (line.startsWith("| `") || line.matches("\\| [a-z_]+ \\|.*")) {
        List<String> row = ParityTable.cells(line);
        cells.addAll(row.subList(1, row.size()));
      }
    }
    return cells;
  }

  @Test
  void canBeComparedByItsTables() throws IOException {
    ParityTable table = ParityTable.read();
    assertThat(table.labels()).hasSizeGreaterThan(5);
    assertThat(table.rows()).hasSizeGreaterThan(150);
    for (ParityTable.Row row : table.rows()) {
      if (row.rule() != ParityTable.Rule.NONE) {
        assertThatNoException()
            .as(row.toString())
            .isThrownBy(() -> SeriesSelector.parse(row.ours()));
      }
    }
  }

  @Test
  void saysWhyNotWhereThereIsNoneToCompare() throws IOException {
    List<List<String>> rows =
        ParityTable.cells(Path.of("docs/parity.md"), "| node_exporter | here | compared |");
    assertThat(rows)
        .filteredOn(row -> !row.get(2).matches("(counter|gauge).*"))
        .allMatch(row -> row.get(2).startsWith("not compared: "));
  }

  @Test
  void hasARowForEachCollector() throws IOException {
    assertThat(
            ParityTable.cells(Path.of("docs/parity.md"), "| collector | here | not yet, and why |"))
        .hasSize(49);
    assertThat(
            ParityTable.cells(
                Path.of("docs/parity.md"), "| off by default | here | not yet, and why |"))
        .hasSize(30);
  }

  private static String code(String cell) {
    return cell.replace("`", "");
  }
}
