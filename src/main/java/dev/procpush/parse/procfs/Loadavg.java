// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;

/// `/proc/loadavg`: how many threads run or wait (`fs/proc/loadavg.c`).
///
/// ```text
/// 1.83 0.96 1.00 4/161 21711
/// ```
///
/// @param oneMinute threads that ran, waited for a CPU or slept uninterruptibly, on average; NaN
///   where the file has no such number
/// @param fiveMinutes the same
/// @param fifteenMinutes the same
/// @param threads how many there are; [KernelNumber#NONE] where the file has no such number
public record Loadavg(double oneMinute, double fiveMinutes, double fifteenMinutes, long threads) {

  /// Parses the whole file.
  public static Loadavg parse(ByteCursor cursor) throws MalformedKernelDataException {
    cursor.nextLine();
    double one = cursor.decimal("one minute");
    double five = cursor.decimal("five minutes");
    double fifteen = cursor.decimal("fifteen minutes");
    cursor.hasField();
    cursor.untilNext('/', "running");
    return new Loadavg(one, five, fifteen, cursor.number(KernelNumber.COUNT, "threads"));
  }
}
