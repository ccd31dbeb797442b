// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.cgroup;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import java.nio.charset.StandardCharsets;

/// A file that is one number, such as `memory.current`, or a limit, which may be `max`:
/// `memory.max`, `pids.max`, version 1's `memory.limit_in_bytes` and `cpu.cfs_quota_us`.
public final class CgroupNumber {
  /// What [#limit] gives where there is none.
  public static final long UNLIMITED = -1;

  private static final byte[] MAX = "max".getBytes(StandardCharsets.US_ASCII);

  /// 2⁶³ less the largest page that Linux has, 64 kB.
  private static final long UNLIMITED_FROM = Long.MAX_VALUE - 0xffff;

  private static final int NOT_PLAIN = -1;

  /// So many digits are below 2⁶³, and below what stands for no limit.
  private static final int MOST_PLAIN_DIGITS = 18;

  private CgroupNumber() {}

  /// Parses a whole file that is a number.
  ///
  /// @param file its name for error texts
  /// @return 64 bits, negative as a Java `long` from 2⁶³ on
  public static long amount(byte[] bytes, int length, String file)
      throws MalformedKernelDataException {
    long plain = plain(bytes, length);
    if (plain != NOT_PLAIN) {
      return plain;
    }
    ByteCursor cursor = new ByteCursor(file, bytes, length);
    cursor.nextLine();
    return last(cursor, cursor.unsigned("value"));
  }

  /// Parses a whole file that is a number where something is limited.
  ///
  /// @param file its name for error texts
  /// @return not below 0; [#UNLIMITED] for `max`, for a number below zero, and for what version 1
  ///   writes where there is no limit
  public static long limit(byte[] bytes, int length, String file)
      throws MalformedKernelDataException {
    long plain = plain(bytes, length);
    if (plain != NOT_PLAIN) {
      return plain;
    }
    ByteCursor cursor = new ByteCursor(file, bytes, length);
    cursor.nextLine();
    long value = UNLIMITED;
    if (!cursor.skipIf(MAX) && !cursor.skipIfNegative("value")) {
      value = limit(cursor.unsigned("value"));
    }
    return last(cursor, value);
  }

  /// What a number of version 1 means as a limit: none from the largest multiple of the page size
  /// below 2⁶³ on.
  public static long limit(long number) {
    return Long.compareUnsigned(number, UNLIMITED_FROM) < 0 ? number : UNLIMITED;
  }

  /// What nearly all are: a few digits and a line feed.
  private static long plain(byte[] bytes, int length) {
    int end = length - 1;
    if (end < 1 || end > MOST_PLAIN_DIGITS || bytes[end] != '\n') {
      return NOT_PLAIN;
    }
    long value = 0;
    for (int i = 0; i < end; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return NOT_PLAIN;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  private static long last(ByteCursor cursor, long value) throws MalformedKernelDataException {
    if (cursor.hasField() || cursor.nextLine()) {
      throw cursor.malformed("more than one number");
    }
    return value;
  }
}
