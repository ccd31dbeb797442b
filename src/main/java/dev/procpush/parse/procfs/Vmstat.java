// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.Parser;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// `/proc/vmstat`: what the kernel's memory management has done and where it stands (`mm/vmstat.c`,
/// `vmstat_show`).
///
/// ```text
/// nr_free_pages 5676099
/// pgpgin 5359541
/// ```
///
/// A kernel has some 190 fields, of which few are wanted. A parser remembers the names, and is made
/// once.
public final class Vmstat implements Parser<NamedNumbers> {
  private static final int MOST_LINES = 1000;

  private final NamedNumbers numbers;
  private final KnownLines<Line> lines = new KnownLines<>(MOST_LINES);

  /// @param wanted whether the field of this name is to be read, as in `pgfault`
  public Vmstat(Predicate<String> wanted) {
    this.numbers = new NamedNumbers(wanted);
  }

  /// Parses the whole file. Where a name comes twice its last value counts.
  ///
  /// @return the same object each time, with this file's values until the next is parsed
  /// @throws MalformedKernelDataException when any line is not as it should be; no value is of use
  ///   then
  @Override
  public NamedNumbers parse(ByteCursor cursor) throws MalformedKernelDataException {
    numbers.clear();
    lines.beginFile();
    Line line = line(cursor);
    if (line == null) {
      throw cursor.malformed("name: missing");
    }
    while (line != null) {
      if (line.column != NamedNumbers.NONE) {
        numbers.set(line.column, cursor.unsigned(line.name));
      }
      line = line(cursor);
    }
    return numbers;
  }

  private @Nullable Line line(ByteCursor cursor) throws MalformedKernelDataException {
    Line line = lines.next(cursor);
    if (line == null && cursor.nextLine()) {
      String name = cursor.untilNext(' ', "name");
      line = new Line(name, numbers.column(name, ""));
      lines.add(cursor, line);
    }
    return line;
  }

  /// @param column [NamedNumbers#NONE] where the value is passed over
  private record Line(String name, int column) {}
}
