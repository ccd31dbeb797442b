// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import org.jspecify.annotations.Nullable;

/// A kernel file that is read again only after the kernel has told of a change.
public interface WatchedFile extends AutoCloseable {

  /// Reads it for the first time, and whenever something has changed.
  ///
  /// @return its bytes, valid until the next call of the [KernelFiles] it is of; null where nothing
  ///   has changed since the last time
  @Nullable FileContent readIfChanged() throws ErrnoException;

  /// Forgets it: it is read in any case the next time.
  @Override
  void close();
}
