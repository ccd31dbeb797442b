// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;

/// `/proc/<pid>/statm`: the memory of a process in pages, of which the first two numbers are read
/// (`fs/proc/array.c`, `proc_pid_statm`).
///
/// ```text
/// 44 1 0 0 0 35 0
/// ```
///
/// @param size what it has mapped; 0 for a thread of the kernel and for a process that has ended
/// @param resident what of that is in memory
public record PidStatm(long size, long resident) {

  /// Parses the whole file.
  public static PidStatm parse(ByteCursor cursor) throws MalformedKernelDataException {
    if (!cursor.nextLine()) {
      throw cursor.malformed("empty");
    }
    return new PidStatm(
        cursor.number(KernelNumber.AMOUNT, "size"), cursor.number(KernelNumber.AMOUNT, "resident"));
  }
}
