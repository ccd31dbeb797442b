// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import dev.procpush.linux.ErrnoException;
import org.jspecify.annotations.Nullable;

/// The file that could not be read first of several like ones, of which each costs its own points
/// alone. One that went away, as devices do, is no failure.
final class FirstFailure {
  private @Nullable ErrnoException unreadable;
  private boolean anyGone;

  void keep(ErrnoException e) {
    if (e.isGone() || e.errno() == ErrnoException.ENODEV) {
      anyGone = true;
    } else if (unreadable == null) {
      unreadable = e;
    }
  }

  /// Whether any went away.
  boolean isAnyGone() {
    return anyGone;
  }

  /// Throws what was kept.
  void rethrow() throws ErrnoException {
    if (unreadable != null) {
      throw unreadable;
    }
  }
}
