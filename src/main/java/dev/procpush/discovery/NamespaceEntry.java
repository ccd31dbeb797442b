// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.NamespaceMount;
import java.util.function.Consumer;

/// A way to learn which network namespace a mount leads to: by entering it.
@FunctionalInterface
public interface NamespaceEntry {
  /// Enters nothing, for want of the capability.
  NamespaceEntry NONE =
      work ->
          work.accept(
              mount -> {
                throw new ErrnoException(ErrnoException.EPERM, "setns", mount.path());
              });

  /// Runs `work` where namespaces can be entered, while this thread waits. Afterwards none is kept.
  void run(Consumer<Doorway> work);

  /// Of use only while the work runs.
  @FunctionalInterface
  interface Doorway {

    /// Enters the namespace.
    ///
    /// @return the inode of its `net/dev`
    /// @throws ErrnoException also `ESTALE` when the mount is no longer the one that was listed
    long inode(NamespaceMount mount) throws ErrnoException;
  }
}
