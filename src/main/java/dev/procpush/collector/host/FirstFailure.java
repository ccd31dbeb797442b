// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import org.jspecify.annotations.Nullable;

/// What failed first of several like files, of which each costs its own points alone. One that went
/// away, as devices do, is no failure.
final class FirstFailure {
  private @Nullable ErrnoException unreadable;
  private @Nullable MalformedKernelDataException malformed;
  private boolean anyGone;

  void keep(ErrnoException e) {
    if (e.isGone() || e.errno() == ErrnoException.ENODEV) {
      anyGone = true;
    } else if (unreadable == null) {
      unreadable = e;
    }
  }

  void keep(MalformedKernelDataException e) {
    if (malformed == null) {
      malformed = e;
    }
  }

  /// Whether any went away.
  boolean isAnyGone() {
    return anyGone;
  }

  /// Throws what was kept.
  void rethrow() throws ErrnoException, MalformedKernelDataException {
    if (unreadable != null) {
      throw unreadable;
    }
    if (malformed != null) {
      throw malformed;
    }
  }
}
