// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.NumberText;

/// `/proc/loadavg`: how many threads run or wait (`fs/proc/loadavg.c`).
///
/// ```text
/// 1.83 0.96 1.00 4/161 21711
/// ```
///
/// @param oneMinute threads that ran, waited for a CPU or slept uninterruptibly, on average
/// @param fiveMinutes the same
/// @param fifteenMinutes the same
/// @param threads how many there are
public record Loadavg(double oneMinute, double fiveMinutes, double fifteenMinutes, long threads) {
  private static final String FILE = "loadavg";

  /// Parses the whole file.
  public static Loadavg parse(byte[] bytes, int length) throws MalformedKernelDataException {
    ByteCursor cursor = new ByteCursor(FILE, bytes, length);
    cursor.nextLine();
    double one = average(cursor);
    double five = average(cursor);
    double fifteen = average(cursor);
    cursor.unsignedUntil('/', "running");
    return new Loadavg(one, five, fifteen, cursor.unsigned("threads"));
  }

  private static double average(ByteCursor cursor) throws MalformedKernelDataException {
    double average = new NumberText(FILE, 1, cursor.word("average")).decimal(10);
    if (average < 0) {
      throw cursor.malformed("average: below zero");
    }
    return average;
  }
}
