// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.cgroup;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import java.nio.charset.StandardCharsets;

/// A file that is one number, such as `memory.current`, or a limit, which may be `max`:
/// `memory.max`, `pids.max`, version 1's `memory.limit_in_bytes` and `cpu.cfs_quota_us`.
///
/// @param value [KernelNumber#NONE] where nothing is limited, or the file holds no number
public record CgroupNumber(long value) {
  private static final byte[] MAX = "max".getBytes(StandardCharsets.US_ASCII);

  /// Parses a whole file that is an amount or a count.
  public static CgroupNumber parse(ByteCursor cursor) throws MalformedKernelDataException {
    cursor.nextLine();
    return whole(cursor, cursor.number(KernelNumber.AMOUNT, "value"));
  }

  /// Parses a whole file that is a limit.
  public static CgroupNumber parseLimit(ByteCursor cursor) throws MalformedKernelDataException {
    cursor.nextLine();
    boolean isMax = cursor.skipIf(MAX);
    return whole(
        cursor, isMax ? KernelNumber.NONE : cursor.number(KernelNumber.BYTE_LIMIT, "value"));
  }

  private static CgroupNumber whole(ByteCursor cursor, long value)
      throws MalformedKernelDataException {
    if (cursor.hasField() || cursor.nextLine()) {
      throw cursor.malformed("more than one number");
    }
    return new CgroupNumber(value);
  }
}
