// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;

/// One kernel file of a network namespace turned into measurements.
public interface NamespaceCollector {

  /// The file in the agent's own metrics, as in `net_dev`.
  String name();

  /// Whether any of its metrics is wanted of such a namespace; if not, nothing is read.
  boolean observes(Scope scope);

  /// How many series it has of a namespace with one interface, as far as that is known before any
  /// was read; of the host's any number.
  default int expected(Scope scope) {
    return 0;
  }

  /// Begins a cycle.
  ///
  /// @param namespaces how many are about to be visited
  default void beginCycle(int namespaces) {}

  /// Ends the cycle.
  ///
  /// @return how many namespaces this collector had no time for
  default int endCycle() {
    return 0;
  }

  /// Reads the file, parses it and records all of it that could be read, unless
  /// [NamespaceSeries#reserve] says no.
  ///
  /// @throws ErrnoException when the file cannot be read
  /// @throws MalformedKernelDataException when nothing in it is of use
  void observe(NamespaceReader files, NamespaceSeries series)
      throws ErrnoException, MalformedKernelDataException;
}
