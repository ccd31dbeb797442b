// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.KernelNumber;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The wanted fields of a file, numbered in the order in which they were first met, and their
/// values in what was parsed last.
///
/// A field keeps its column as long as the parser lives, so that whatever belongs to the field is
/// found by index.
///
/// @param <F> what a field is known by
abstract class FieldNumbers<F> {
  /// The column of a field that is not read.
  static final int NONE = -1;

  private final int mostColumns;
  private final Map<F, Integer> columns = new HashMap<>();
  private final List<F> fields = new ArrayList<>();
  private long[] values = new long[64];

  /// @param mostColumns how many fields there may be
  FieldNumbers(int mostColumns) {
    this.mostColumns = mostColumns;
  }

  /// Whether a field is one, and wanted; asked until it has a column.
  abstract boolean isWanted(F field);

  /// How many columns there are; a later file may add some.
  public final int size() {
    return fields.size();
  }

  /// The field of a column.
  public final F field(int column) {
    return fields.get(column);
  }

  /// The number that the last file had for the column; [KernelNumber#NONE] where it had none.
  public final long value(int column) {
    return values[column];
  }

  /// The column of a field.
  ///
  /// @return [#NONE] when the field is not wanted, or one too many
  final int column(F field) {
    Integer known = columns.get(field);
    if (known != null) {
      return known;
    }
    return fields.size() < mostColumns && isWanted(field) ? add(field) : NONE;
  }

  /// Forgets the values.
  final void clear() {
    Arrays.fill(values, KernelNumber.NONE);
  }

  final void set(int column, long value) {
    values[column] = value;
  }

  private int add(F field) {
    int column = fields.size();
    columns.put(field, column);
    fields.add(field);
    if (column == values.length) {
      values = Arrays.copyOf(values, 2 * column);
      Arrays.fill(values, column, values.length, KernelNumber.NONE);
    }
    values[column] = KernelNumber.NONE;
    return column;
  }
}
