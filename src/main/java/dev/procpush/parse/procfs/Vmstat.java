// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.MalformedKernelDataException.Loss;
import dev.procpush.parse.Parser;
import java.util.List;
import java.util.function.Predicate;

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

  private static final String WORKINGSET_NODES = "workingset_nodes";

  /// How the names of those begin that only rise, though they begin with `nr_`.
  private static final List<String> COUNTERS =
      List.of(
          "nr_dirtied",
          "nr_written",
          "nr_throttled_written",
          "nr_vmscan_",
          "nr_foll_pin_",
          "nr_tlb_");

  private final NamedNumbers numbers;
  private final KnownLines<Line> lines = new KnownLines<>(MOST_LINES);

  /// @param wanted whether the field of this name is to be read, as in `pgfault`
  public Vmstat(Predicate<String> wanted) {
    this.numbers = new NamedNumbers(wanted);
  }

  /// Parses the whole file. Where a name comes twice its last value counts.
  ///
  /// @return the same object each time, with this file's values until the next is parsed
  /// @throws MalformedKernelDataException when the file is empty or ends in the middle of a line;
  ///   no value is of use then
  @Override
  public NamedNumbers parse(ByteCursor cursor) throws MalformedKernelDataException {
    numbers.clear();
    lines.beginFile();
    while (lines.next(cursor)) {
      try {
        Line line = lines.meaning();
        if (line == null) {
          line = newLine(cursor);
        }
        if (line.column != NamedNumbers.NONE) {
          numbers.set(line.column, cursor.number(line.kind, line.name));
        }
      } catch (MalformedKernelDataException e) {
        cursor.lose(e, Loss.LINE);
      }
    }
    if (cursor.isEmpty()) {
      throw cursor.malformed("empty");
    }
    return numbers;
  }

  private Line newLine(ByteCursor cursor) throws MalformedKernelDataException {
    String name = cursor.untilNext(' ', "name");
    KernelNumber kind = isAmount(name) ? KernelNumber.AMOUNT : KernelNumber.COUNTER;
    Line line = new Line(name, kind, numbers.column(name, ""));
    lines.add(cursor, line);
    return line;
  }

  /// Whether a field says how much there is now, as most do whose names begin with `nr_`; the
  /// others count what has happened.
  public static boolean isAmount(String field) {
    return field.equals(WORKINGSET_NODES)
        || (field.startsWith("nr_") && COUNTERS.stream().noneMatch(field::startsWith));
  }

  /// @param column [NamedNumbers#NONE] where the value is passed over
  private record Line(String name, KernelNumber kind, int column) {}
}
