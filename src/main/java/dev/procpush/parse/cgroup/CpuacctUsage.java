// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.cgroup;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import java.nio.charset.StandardCharsets;

/// `cpuacct.usage_all` of version 1: time on each CPU.
///
/// ```text
/// cpu user system
/// 0 0 28000000
/// 1 8000000 4000000
/// ```
///
/// @param user ns of all CPUs together in processes, as `cpuacct.usage_user` has it
/// @param system ns of all CPUs together in the kernel, as `cpuacct.usage_sys` has it
public record CpuacctUsage(long user, long system) {
  private static final byte[] HEADER = "cpu user system\n".getBytes(StandardCharsets.US_ASCII);

  /// Parses the whole file.
  public static CpuacctUsage parse(ByteCursor cursor) throws MalformedKernelDataException {
    if (!cursor.nextLineStartsWith(HEADER)) {
      cursor.nextLine();
      throw cursor.malformed("not user and system");
    }
    long user = 0;
    long system = 0;
    boolean any = false;
    while (cursor.nextLine()) {
      cursor.skip("cpu");
      user += cursor.unsigned("user");
      system += cursor.unsigned("system");
      any = true;
    }
    if (!any) {
      throw cursor.malformed("no CPU");
    }
    return new CpuacctUsage(user, system);
  }
}
