// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

/// Files below the host's root, in folders that a stranger named: they may lie on a mount that does
/// not answer.
@FunctionalInterface
public interface NamedFiles {
  /// How many calls may be stuck while files are still read. Nobody can name so many dead mounts
  /// that no thread is left for other calls.
  int MAX_STUCK = BoundedCalls.MAX_THREADS / 4;

  /// Files that are read on the threads of [BoundedCalls]. Of a folder one is read at a time: while
  /// one is stuck, no more are tried there. Where what was waited for in vain has used up the
  /// patience, none is tried.
  ///
  /// One thread asks.
  static NamedFiles on(BoundedCalls calls, RootFiles files, Patience patience) {
    return (folder, name, maxBytes) -> {
      long left = patience.leftNanos();
      if (left == 0 || calls.stuck() >= MAX_STUCK) {
        throw new ErrnoException(ErrnoException.ETIMEDOUT, "open", folder + name);
      }
      long start = System.nanoTime();
      try {
        return calls
            .begin(new Folder(folder), () -> files.read(folder + name, maxBytes))
            .await(start + left);
      } catch (ErrnoException e) {
        patience.spend(e.errno() == ErrnoException.ETIMEDOUT ? System.nanoTime() - start : 0);
        throw e;
      }
    };
  }

  /// Files that are read at once by whoever asks, where no mount is the running kernel's.
  static NamedFiles inline(RootFiles files) {
    return (folder, name, maxBytes) -> files.read(folder + name, maxBytes);
  }

  /// Reads a regular file.
  ///
  /// @param folder absolute, as the host sees it
  /// @param name below it, with a slash before it
  /// @param maxBytes what is longer is refused with `EFBIG`
  /// @throws ErrnoException as [RootFiles#read]; `ETIMEDOUT` where the folder does not answer
  byte[] read(String folder, String name, int maxBytes) throws ErrnoException;

  /// Whose files are read.
  record Folder(String path) {

    @Override
    public String toString() {
      return path;
    }
  }
}
