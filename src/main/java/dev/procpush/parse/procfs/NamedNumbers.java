// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// The wanted fields of a file of lines `name number`, numbered in the order in which they were
/// first met, and their values in what was parsed last.
///
/// A field keeps its column as long as the parser lives, so that whatever belongs to the field is
/// found by index.
public final class NamedNumbers {
  /// The column of a field that is not read.
  static final int NONE = -1;

  private static final int MOST_COLUMNS = 1024;
  private static final int LONGEST_NAME = 80;

  private final Predicate<String> wanted;
  private final Map<Field, Integer> columns = new HashMap<>();
  private final List<Field> fields = new ArrayList<>();
  private long[] values = new long[64];
  private boolean[] present = new boolean[64];

  /// @param wanted asked once for each field, by its name
  NamedNumbers(Predicate<String> wanted) {
    this.wanted = wanted;
  }

  /// A number of the kernel.
  ///
  /// @param name as in `MemFree`
  /// @param unit as in `kB`; empty where the kernel gives none
  public record Field(String name, String unit) {}

  /// How many columns there are; a later file may add some.
  public int size() {
    return fields.size();
  }

  /// The field of a column.
  public Field field(int column) {
    return fields.get(column);
  }

  /// Whether the last file had the field.
  public boolean has(int column) {
    return present[column];
  }

  /// The 64 bits of an unsigned number, of use only if there [is][#has] one.
  public long value(int column) {
    return values[column];
  }

  /// The column of a field.
  ///
  /// @return [#NONE] when the field is not wanted, not a name, or one too many
  int column(String name, String unit) {
    Field field = new Field(name, unit);
    Integer known = columns.get(field);
    if (known != null) {
      return known;
    }
    boolean taken = fields.size() < MOST_COLUMNS && isName(name) && wanted.test(name);
    return taken ? add(field) : NONE;
  }

  /// Forgets the values.
  void clear() {
    Arrays.fill(present, false);
  }

  void set(int column, long value) {
    values[column] = value;
    present[column] = true;
  }

  private int add(Field field) {
    int column = fields.size();
    columns.put(field, column);
    fields.add(field);
    if (column == values.length) {
      values = Arrays.copyOf(values, 2 * column);
      present = Arrays.copyOf(present, 2 * column);
    }
    return column;
  }

  private static boolean isName(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_NAME
        && text.chars()
            .allMatch(
                c ->
                    (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || c == '_'
                        || c == '('
                        || c == ')');
  }
}
