// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.ErrnoException;
import org.jspecify.annotations.Nullable;

/// Reads one file after the other of those that may know a container, and remembers why one could
/// not be read.
final class PlacedFiles {
  private @Nullable ErrnoException failure;

  /// Reads a file.
  ///
  /// @return null where there is none, or none that may be read
  byte @Nullable [] find(Reading file) {
    try {
      return file.read();
    } catch (ErrnoException e) {
      note(e);
      return null;
    }
  }

  void note(ErrnoException e) {
    boolean worse = failure == null || (failure.isDenied() && isTold(e));
    if (worse && (e.isDenied() || isTold(e))) {
      failure = e;
    }
  }

  /// Whether there is a file, but none that a runtime would have written: too large, no regular
  /// file, a link out of the host's root.
  static boolean isUnusable(ErrnoException e) {
    return switch (e.errno()) {
      case ErrnoException.EFBIG,
          ErrnoException.EINVAL,
          ErrnoException.EISDIR,
          ErrnoException.ELOOP ->
          true;
      default -> false;
    };
  }

  private static boolean isTold(ErrnoException e) {
    return isUnusable(e) || e.errno() == ErrnoException.ETIMEDOUT;
  }

  /// Tells why nothing was found. Of a container of which nobody knows whose it is, a missing right
  /// tells nothing.
  void throwIfUnreadable(KnownContainer container) throws ErrnoException {
    ErrnoException e = failure;
    if (e != null && (container.cgroup.runtime() != null || isTold(e))) {
      throw e;
    }
  }

  /// How a file is read.
  @FunctionalInterface
  interface Reading {
    byte[] read() throws ErrnoException;
  }
}
