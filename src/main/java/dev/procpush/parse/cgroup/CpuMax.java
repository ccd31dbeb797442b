// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.cgroup;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import java.nio.charset.StandardCharsets;

/// `cpu.max`: how much time on CPUs a cgroup gets in each period, as in `50000 100000` or `max
/// 100000`.
///
/// @param limited false for `max`
/// @param quota µs of CPU time; 0 for `max`
/// @param period µs, not 0
public record CpuMax(boolean limited, long quota, long period) {
  /// No limit.
  public static final CpuMax UNLIMITED = new CpuMax(false, 0, 1);

  private static final byte[] MAX = "max".getBytes(StandardCharsets.US_ASCII);

  /// Parses the whole file.
  public static CpuMax parse(ByteCursor cursor) throws MalformedKernelDataException {
    cursor.nextLine();
    boolean limited = !cursor.skipIf(MAX);
    long quota = limited ? cursor.unsigned("quota") : 0;
    long period = cursor.unsigned("period");
    if (quota < 0 || period <= 0) {
      throw cursor.malformed("period: out of range");
    }
    return new CpuMax(limited, quota, period);
  }
}
