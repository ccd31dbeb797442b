// SPDX-License-Identifier: Apache-2.0

package dev.procpush.cli;

import java.util.ArrayList;
import java.util.List;

/// Rows of text in columns as wide as the widest cell, with a line of titles. Cells are escaped,
/// and cut off at their column's bound.
final class AlignedTable {

  private static final String GAP = "  ";

  private AlignedTable() {}

  static void append(StringBuilder text, List<Column> columns, List<List<String>> rows) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns.stream().map(Column::title).toList());
    rows.forEach(row -> lines.add(escaped(columns, row)));
    int[] widths = widths(columns.size(), lines);
    for (List<String> line : lines) {
      StringBuilder row = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        row.append(i == 0 ? "" : GAP).append(columns.get(i).padded(line.get(i), widths[i]));
      }
      text.append(row.toString().stripTrailing()).append('\n');
    }
  }

  private static List<String> escaped(List<Column> columns, List<String> row) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      cells.add(TerminalColumns.cut(row.get(i), columns.get(i).bound()));
    }
    return cells;
  }

  private static int[] widths(int columns, List<List<String>> lines) {
    int[] widths = new int[columns];
    for (List<String> line : lines) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], TerminalColumns.of(line.get(i)));
      }
    }
    return widths;
  }
}
