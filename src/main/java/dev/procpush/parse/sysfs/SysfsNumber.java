// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.sysfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;

/// A file of sysfs that is one whole number, such as a sensor's `temp1_input`.
public record SysfsNumber(long value) {

  /// Parses the whole file, of which error texts need no better name.
  public static SysfsNumber parse(ByteCursor cursor) throws MalformedKernelDataException {
    cursor.nextLine();
    long value = cursor.signed("value");
    if (cursor.hasField() || cursor.nextLine()) {
      throw cursor.malformed("more than one number");
    }
    return new SysfsNumber(value);
  }
}
