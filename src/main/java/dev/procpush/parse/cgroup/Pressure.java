// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.cgroup;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.MalformedKernelDataException.Loss;
import java.nio.charset.StandardCharsets;

/// `cpu.pressure`, `memory.pressure`, `io.pressure`, `irq.pressure`: how long tasks have waited for
/// a resource (`kernel/sched/psi.c`, `psi_show`).
///
/// ```text
/// some avg10=0.00 avg60=0.00 avg300=0.00 total=63108
/// full avg10=0.00 avg60=0.00 avg300=0.00 total=47863
/// ```
///
/// @param some µs in which at least one task waited; [KernelNumber#NONE] where the file has no such
///   number
/// @param full µs in which all of them waited; [KernelNumber#NONE] where the file has no such
///   number
public record Pressure(long some, long full) {
  private static final byte[] SOME = "some".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FULL = "full".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TOTAL = "total=".getBytes(StandardCharsets.US_ASCII);

  /// Parses the whole file.
  public static Pressure parse(ByteCursor cursor) throws MalformedKernelDataException {
    boolean any = false;
    long some = KernelNumber.NONE;
    long full = KernelNumber.NONE;
    while (cursor.nextLine()) {
      if (cursor.skipIf(SOME)) {
        some = total(cursor);
        any = true;
      } else if (cursor.skipIf(FULL)) {
        full = total(cursor);
        any = true;
      }
    }
    if (!any) {
      throw cursor.malformed("neither some nor full");
    }
    return new Pressure(some, full);
  }

  private static long total(ByteCursor cursor) {
    try {
      while (!cursor.skipStart(TOTAL)) {
        cursor.skip("total");
      }
      return cursor.numberHere(KernelNumber.AMOUNT, "total");
    } catch (MalformedKernelDataException e) {
      cursor.lose(e, Loss.LINE);
      return KernelNumber.NONE;
    }
  }
}
