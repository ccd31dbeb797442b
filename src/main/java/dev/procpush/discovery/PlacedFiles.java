// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.RootFiles;
import org.jspecify.annotations.Nullable;

/// Reads one file after the other of those that may know a container, and remembers why one could
/// not be read.
final class PlacedFiles {
  private final RootFiles root;
  private final int maxBytes;
  private @Nullable ErrnoException failure;

  PlacedFiles(RootFiles root, int maxBytes) {
    this.root = root;
    this.maxBytes = maxBytes;
  }

  /// Reads a file.
  ///
  /// @return null where there is none, or none that may be read
  byte @Nullable [] find(String path) {
    try {
      return root.read(path, maxBytes);
    } catch (ErrnoException e) {
      note(e);
      return null;
    }
  }

  void note(ErrnoException e) {
    boolean worse = failure == null || (failure.isDenied() && NameSources.isUnusable(e));
    if (worse && (e.isDenied() || NameSources.isUnusable(e))) {
      failure = e;
    }
  }

  /// Tells why nothing was found. Of a container of which nobody knows whose it is, a missing right
  /// tells nothing.
  void throwIfUnreadable(KnownContainer container) throws ErrnoException {
    ErrnoException e = failure;
    if (e != null && (container.cgroup.runtime() != null || NameSources.isUnusable(e))) {
      throw e;
    }
  }
}
