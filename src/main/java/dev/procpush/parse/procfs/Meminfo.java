// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.MalformedKernelDataException.Loss;
import dev.procpush.parse.Parser;
import java.nio.charset.StandardCharsets;

/// `/proc/meminfo`: what the host's memory is used for (`fs/proc/meminfo.c`, `meminfo_proc_show`).
///
/// ```text
/// MemTotal:       24684096 kB
/// Active(anon):       1580 kB
/// HugePages_Total:       0
/// ```
///
/// A parser remembers the names, and is made once.
public final class Meminfo implements Parser<NamedNumbers> {
  /// The only unit the kernel knows: 1,024 bytes.
  public static final String KILOBYTES = "kB";

  private static final byte[] UNIT = KILOBYTES.getBytes(StandardCharsets.US_ASCII);

  /// A kernel has some 60.
  private static final int MOST_LINES = 500;

  private final NamedNumbers numbers = new NamedNumbers(_ -> true);
  private final KnownLines<Line> lines = new KnownLines<>(MOST_LINES);

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
        value(cursor, line);
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
    Line line = new Line(cursor.untilNext(':', "name"));
    lines.add(cursor, line);
    return line;
  }

  private void value(ByteCursor cursor, Line line) throws MalformedKernelDataException {
    long value = cursor.number(KernelNumber.AMOUNT, line.name);
    boolean kilobytes = cursor.skipIf(UNIT);
    if (!kilobytes && cursor.hasField()) {
      throw cursor.malformed(line.name + ": an unknown unit");
    }
    int column = kilobytes ? line.inKilobytes(numbers) : line.withoutUnit(numbers);
    if (column != NamedNumbers.NONE) {
      numbers.set(column, value);
    }
  }

  /// What stands before a number, and its column, which depends on the unit behind the number.
  private static final class Line {
    private static final int NOT_ASKED = -2;

    final String name;
    private int inKilobytes = NOT_ASKED;
    private int withoutUnit = NOT_ASKED;

    Line(String name) {
      this.name = name;
    }

    int inKilobytes(NamedNumbers numbers) {
      if (inKilobytes == NOT_ASKED) {
        inKilobytes = numbers.column(name, KILOBYTES);
      }
      return inKilobytes;
    }

    int withoutUnit(NamedNumbers numbers) {
      if (withoutUnit == NOT_ASKED) {
        withoutUnit = numbers.column(name, "");
      }
      return withoutUnit;
    }
  }
}
