// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.sysfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;

/// A file of sysfs that is one whole number, such as a sensor's `temp1_input`.
///
/// @param value [KernelNumber#NONE] where the file holds none
public record SysfsNumber(long value) {

  /// Parses the whole file.
  ///
  /// @param kind what the kernel's source says of the number
  public static SysfsNumber parse(ByteCursor cursor, KernelNumber kind)
      throws MalformedKernelDataException {
    cursor.nextLine();
    long value = cursor.number(kind, "value");
    if (cursor.hasField() || cursor.nextLine()) {
      throw cursor.malformed("more than one number");
    }
    return new SysfsNumber(value);
  }
}
