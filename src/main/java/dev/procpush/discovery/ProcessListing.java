// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.KernelFiles;
import dev.procpush.linux.KernelFiles.NumberedEntryVisitor;

/// The pids that procfs lists, those of processes that have ended and only wait to be taken note of
/// included, with the inode numbers of their entries; ascending.
@FunctionalInterface
public interface ProcessListing {

  /// One that is made each time.
  static ProcessListing of(KernelFiles kernel, String procfs) {
    return visitor -> kernel.forEachNumber(procfs, visitor);
  }

  void forEach(NumberedEntryVisitor visitor) throws ErrnoException;
}
