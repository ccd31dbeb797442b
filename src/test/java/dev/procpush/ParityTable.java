// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The tables of `docs/parity.md` by which samples of node_exporter are compared with ours.
///
/// @param labels what node_exporter's labels are called here
/// @param rows one for each family of node_exporter, or for a part of one
record ParityTable(List<Label> labels, List<Row> rows) {

  /// How our value is compared with theirs.
  enum Rule {
    /// Only rises: it lies between their readings before and after.
    COUNTER,
    /// Moves both ways: in one of several tries it lies within what they read meanwhile.
    GAUGE,
    /// There is nothing to compare, for a reason that the row names.
    NONE
  }

  /// A label and the attribute that has the same values.
  ///
  /// @param family of which families
  record Label(Pattern family, String label, String attribute) {}

  /// What is compared with what, and how.
  ///
  /// @param theirs chooses samples of node_exporter
  /// @param ours as it is written in the table: points are chosen by it, and those are summed whose
  ///   attributes of [ParityTable#labels] are equal
  /// @param slack by how much the value may lie outside
  /// @param slackIsShare whether that is a share of the value
  /// @param everywhere whether we have a point for each of their samples
  record Row(
      SeriesSelector theirs,
      String ours,
      Rule rule,
      double slack,
      boolean slackIsShare,
      boolean everywhere) {}

  private static final Path DOCUMENT = Path.of("docs/parity.md");
  private static final String LABELS = "| of | label | attribute here |";
  private static final String ROWS = "| node_exporter | here | compared |";
  private static final Pattern RULE =
      Pattern.compile("(counter|gauge)(?: ± ([0-9.]+)( %)?)?(, where both have it)?");

  static ParityTable read() throws IOException {
    List<Label> labels = new ArrayList<>();
    for (List<String> cells : cells(DOCUMENT, LABELS)) {
      labels.add(
          new Label(Pattern.compile(code(cells.get(0))), code(cells.get(1)), code(cells.get(2))));
    }
    List<Row> rows = new ArrayList<>();
    for (List<String> cells : cells(DOCUMENT, ROWS)) {
      rows.add(row(cells));
    }
    return new ParityTable(labels, rows);
  }

  private static Row row(List<String> cells) {
    SeriesSelector theirs = SeriesSelector.parse(cells.get(0));
    Matcher rule = RULE.matcher(cells.get(2));
    if (!rule.matches()) {
      return new Row(theirs, cells.get(1), Rule.NONE, 0, false, false);
    }
    return new Row(
        theirs,
        cells.get(1),
        rule.group(1).equals("counter") ? Rule.COUNTER : Rule.GAUGE,
        rule.group(2) == null ? 0 : Double.parseDouble(rule.group(2)),
        rule.group(3) != null,
        rule.group(4) == null);
  }

  /// The labels of a sample of this row, under our names: what points are grouped by as well.
  Map<String, String> attributes(Row row, String family, Map<String, String> theirLabels) {
    Map<String, String> attributes = new TreeMap<>();
    for (Label label : labels) {
      if (label.family.matcher(family).matches() && !row.theirs.fixed().contains(label.label)) {
        attributes.put(label.attribute, theirLabels.getOrDefault(label.label, ""));
      }
    }
    return attributes;
  }

  /// The rows of all tables of a document that have this first line.
  static List<List<String>> cells(Path document, String header) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(document)) {
      inside = line.equals(header) || (inside && line.startsWith("|"));
      if (inside && !line.equals(header) && !line.startsWith("|---")) {
        rows.add(cells(line));
      }
    }
    return rows;
  }

  /// Of `| a | b |`; a bar within a cell is written `\|`.
  static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    for (String cell : line.substring(1, line.lastIndexOf('|')).split("(?<!\\\\)\\|", -1)) {
      cells.add(cell.replace("\\|", "|").strip());
    }
    return cells;
  }

  private static String code(String cell) {
    return cell.substring(1, cell.length() - 1);
  }
}
