// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.ErrnoException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A place where a container's name can be read without asking its runtime.
interface NameSource {

  /// Prepares for the look-ups of one cycle.
  ///
  /// @param hostProcesses the processes on the host's namespace
  default void beginCycle(List<KnownProcess> hostProcesses) {}

  /// Looks a container up.
  ///
  /// @return null when this source does not know it
  /// @throws ErrnoException when the source is out of reach
  @Nullable ContainerNames find(KnownContainer container) throws ErrnoException;

  /// Reads again what it has found before, without a search.
  ///
  /// @return null for no news
  default @Nullable ContainerNames findAgain(KnownContainer container) throws ErrnoException {
    return null;
  }

  /// Whether it now has an answer that it could not give when it was asked: it is asked again.
  default boolean hasNews(KnownContainer container) {
    return false;
  }
}
