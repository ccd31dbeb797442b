// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;

/// `/proc/uptime`: how long the kernel has been running (`fs/proc/uptime.c`).
///
/// ```text
/// 12376.06 9070.56
/// ```
///
/// @param seconds since it booted, those of suspension included; NaN where the file has no such
///   number
public record Uptime(double seconds) {

  /// Parses the whole file.
  public static Uptime parse(ByteCursor cursor) throws MalformedKernelDataException {
    cursor.nextLine();
    return new Uptime(cursor.decimal("uptime"));
  }
}
