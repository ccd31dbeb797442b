// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.cgroup;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// `cpu.pressure`, `memory.pressure`, `io.pressure`, `irq.pressure`: how long tasks have waited for
/// a resource.
///
/// ```text
/// some avg10=0.00 avg60=0.00 avg300=0.00 total=63108
/// full avg10=0.00 avg60=0.00 avg300=0.00 total=47863
/// ```
///
/// @param some µs in which at least one task waited; null where the kernel does not tell
/// @param full µs in which all of them waited
public record Pressure(@Nullable Long some, @Nullable Long full) {
  private static final byte[] SOME = "some".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FULL = "full".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TOTAL = "total=".getBytes(StandardCharsets.US_ASCII);

  /// Parses the whole file.
  public static Pressure parse(ByteCursor cursor) throws MalformedKernelDataException {
    Long some = null;
    Long full = null;
    while (cursor.nextLine()) {
      if (cursor.skipIf(SOME)) {
        some = total(cursor);
      } else if (cursor.skipIf(FULL)) {
        full = total(cursor);
      }
    }
    if (some == null && full == null) {
      throw cursor.malformed("neither some nor full");
    }
    return new Pressure(some, full);
  }

  private static long total(ByteCursor cursor) throws MalformedKernelDataException {
    while (!cursor.skipStart(TOTAL)) {
      cursor.skip("total");
    }
    return cursor.unsigned("total");
  }
}
