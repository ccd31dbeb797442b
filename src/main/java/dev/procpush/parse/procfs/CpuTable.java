// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import java.util.Arrays;
import java.util.Objects;

/// A row of numbers for each CPU that is online, in memory that is used again for the next file.
/// The kernel lists CPUs by ascending numbers, which may have gaps.
final class CpuTable {
  /// Linux can be built for 8,192 CPUs.
  private static final int MAX_NUMBER = 65_535;

  private final int columns;
  private int[] numbers = new int[16];
  private long[] values;
  private int size;

  CpuTable(int columns) {
    this.columns = columns;
    this.values = new long[numbers.length * columns];
  }

  void clear() {
    size = 0;
  }

  /// Begins the row of the CPU whose number comes next.
  void add(ByteCursor cursor) throws MalformedKernelDataException {
    long number = cursor.unsigned("cpu");
    if (number < 0 || number > MAX_NUMBER) {
      throw cursor.malformed("cpu: number beyond " + MAX_NUMBER);
    }
    if (size > 0 && number <= numbers[size - 1]) {
      throw cursor.malformed("cpu: out of order");
    }
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * size);
      values = Arrays.copyOf(values, 2 * values.length);
    }
    numbers[size] = (int) number;
    size++;
  }

  /// Sets a value of the row that was begun last: the number that comes next.
  void set(int column, ByteCursor cursor, String field) throws MalformedKernelDataException {
    values[(size - 1) * columns + column] = cursor.number(KernelNumber.AMOUNT, field);
  }

  /// Takes rows away.
  ///
  /// @param rows how many stay
  void shorten(int rows) {
    size = rows;
  }

  int size() {
    return size;
  }

  int number(int row) {
    return numbers[Objects.checkIndex(row, size)];
  }

  /// [KernelNumber#NONE] where the file has none.
  long value(int row, int column) {
    return values[Objects.checkIndex(row, size) * columns + column];
  }
}
