// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.cgroup;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import java.nio.charset.StandardCharsets;

/// A file that is one number or `max`, such as `memory.current`, `memory.max`, `pids.max` and
/// version 1's `memory.limit_in_bytes` and `cpu.cfs_quota_us`.
///
/// @param limited false for `max`, for a number below zero, and for what version 1 writes where
///   there is no limit: the largest multiple of the page size below 2⁶³
/// @param value 64 bits, negative as a Java `long` from 2⁶³ on; 0 where nothing is limited
public record CgroupNumber(boolean limited, long value) {
  private static final byte[] MAX = "max".getBytes(StandardCharsets.US_ASCII);
  private static final CgroupNumber UNLIMITED = new CgroupNumber(false, 0);

  /// 2⁶³ less the largest page that Linux has, 64 kB.
  private static final long UNLIMITED_FROM = Long.MAX_VALUE - 0xffff;

  /// Parses the whole file.
  ///
  /// @param file its name for error texts
  public static CgroupNumber parse(byte[] bytes, int length, String file)
      throws MalformedKernelDataException {
    ByteCursor cursor = new ByteCursor(file, bytes, length);
    cursor.nextLine();
    CgroupNumber number = UNLIMITED;
    if (!cursor.skipIf(MAX) && !cursor.skipIfNegative("value")) {
      long value = cursor.unsigned("value");
      number =
          Long.compareUnsigned(value, UNLIMITED_FROM) < 0
              ? new CgroupNumber(true, value)
              : UNLIMITED;
    }
    if (cursor.hasField() || cursor.nextLine()) {
      throw cursor.malformed("more than one number");
    }
    return number;
  }
}
