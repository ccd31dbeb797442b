// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;

/// A file of `/proc/sys` that is one number, such as `net/netfilter/nf_conntrack_max`.
///
/// @param value [KernelNumber#NONE] where the file holds no number from 0 on
public record SysctlNumber(long value) {

  /// Parses the whole file, of which error texts need no better name.
  public static SysctlNumber parse(ByteCursor cursor) throws MalformedKernelDataException {
    cursor.nextLine();
    long value = cursor.number(KernelNumber.AMOUNT, "value");
    if (cursor.hasField() || cursor.nextLine()) {
      throw cursor.malformed("more than one number");
    }
    return new SysctlNumber(value);
  }
}
