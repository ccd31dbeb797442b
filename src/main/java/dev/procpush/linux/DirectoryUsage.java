// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import dev.procpush.linux.FileSystems.Place;

/// How much space folders take with all that is below them, found out by slow walks.
public interface DirectoryUsage extends AutoCloseable {
  /// What is told of a folder before its first walk has come to its end.
  long UNKNOWN = -1;

  /// Walks on a thread of its own, which is started when the first folder is asked for.
  static DirectoryUsage byWalking() {
    return new DirectoryWalks(
        DirectoryWalk::ofKernel, WalkPace.ENTRIES_PER_SECOND, DirectoryWalks.STUCK_NANOS);
  }

  /// Knows of no folder.
  static DirectoryUsage unknown() {
    return place -> UNKNOWN;
  }

  /// Begins a cycle: what two cycles in a row did not ask for is forgotten, and not walked any
  /// more.
  default void beginCycle() {}

  /// The bytes on disk, as of the last walk; asking for it is what makes it walked, in its turn.
  ///
  /// @return [#UNKNOWN] also where the last walk is too long ago, or found the folder changing
  /// @throws ErrnoException why the last walk ended: `EACCES` where something could not be looked
  ///   into, `EFBIG` where there is too much to walk through; `ETIMEDOUT` where its disk does not
  ///   answer, so that nothing else is walked either
  long of(Place place) throws ErrnoException;

  @Override
  default void close() {}
}
