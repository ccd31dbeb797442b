// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import org.jspecify.annotations.Nullable;

/// All processes that the last scan saw, those excepted that have ended and only wait to be taken
/// note of. It is no copy: who does not ask for it pays nothing.
@FunctionalInterface
public interface LivingProcesses {
  LivingProcesses NONE = _ -> {};

  /// Visits each; the order says nothing.
  void forEach(Visitor visitor);

  /// Receives the processes.
  @FunctionalInterface
  interface Visitor {
    /// @param container the id of the container it is in, if any
    void process(LivingProcess process, @Nullable String container);
  }
}
