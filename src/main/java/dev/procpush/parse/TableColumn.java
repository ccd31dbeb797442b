// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/// A column of a table whose first line names its columns, as in `net/stat/nf_conntrack`. Blanks
/// and tabs separate the columns.
///
/// @param name the column's
/// @param row the first field of the rows that are meant; null for all rows
/// @param firstRow whether the first of these rows is meant alone
public record TableColumn(String name, @Nullable String row, boolean firstRow)
    implements NumberSource {

  @Override
  public List<NumberText> parse(ByteCursor text) throws MalformedKernelDataException {
    String file = text.file();
    List<String> lines = text.all().lines().toList();
    String header = lines.isEmpty() ? "" : lines.getFirst();
    int column = indexIn(header);
    if (column < 0) {
      throw new MalformedKernelDataException(file, 1, header, "no column '" + name + "'");
    }
    List<NumberText> numbers = new ArrayList<>();
    for (int i = 1; i < lines.size() && !(firstRow && !numbers.isEmpty()); i++) {
      StringTokenizer fields = new StringTokenizer(lines.get(i));
      if (fields.hasMoreTokens() && isMeant(lines.get(i))) {
        if (fields.countTokens() <= column) {
          throw new MalformedKernelDataException(file, i + 1, lines.get(i), name + ": missing");
        }
        numbers.add(new NumberText(file, i + 1, field(fields, column)));
      }
    }
    if (numbers.isEmpty()) {
      throw new MalformedKernelDataException(
          file, 1, header, row == null ? "no row" : "no row '" + row + "'");
    }
    return numbers;
  }

  private int indexIn(String header) {
    StringTokenizer names = new StringTokenizer(header);
    for (int i = 0; names.hasMoreTokens(); i++) {
      if (names.nextToken().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private boolean isMeant(String line) {
    return row == null || field(new StringTokenizer(line), 0).equals(row);
  }

  private static String field(StringTokenizer fields, int index) {
    for (int i = 0; i < index; i++) {
      fields.nextToken();
    }
    return fields.nextToken();
  }
}
