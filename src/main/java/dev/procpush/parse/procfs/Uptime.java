// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.NumberText;

/// `/proc/uptime`: how long the kernel has been running (`fs/proc/uptime.c`).
///
/// ```text
/// 12376.06 9070.56
/// ```
///
/// @param seconds since it booted, those of suspension included
public record Uptime(double seconds) {
  private static final String FILE = "uptime";

  /// Parses the whole file.
  public static Uptime parse(byte[] bytes, int length) throws MalformedKernelDataException {
    ByteCursor cursor = new ByteCursor(FILE, bytes, length);
    cursor.nextLine();
    double seconds = new NumberText(FILE, 1, cursor.word("uptime")).decimal(10);
    if (seconds < 0) {
      throw cursor.malformed("uptime: below zero");
    }
    return new Uptime(seconds);
  }
}
