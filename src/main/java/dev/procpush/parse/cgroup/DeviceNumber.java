// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.cgroup;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;

/// The number of a block device, as in `254:0`.
final class DeviceNumber {
  private DeviceNumber() {}

  /// Reads the first part, up to the colon.
  static int major(ByteCursor cursor) throws MalformedKernelDataException {
    return checked(cursor, cursor.unsignedUntil(':', "major"));
  }

  /// Reads the second part.
  static int minor(ByteCursor cursor) throws MalformedKernelDataException {
    return checked(cursor, cursor.unsigned("minor"));
  }

  private static int checked(ByteCursor cursor, long number) throws MalformedKernelDataException {
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw cursor.malformed("device number: out of range");
    }
    return (int) number;
  }
}
