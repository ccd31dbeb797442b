// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.discovery.NetworkNamespace;
import dev.procpush.linux.NamespaceFiles;

/// A way to reach the files of a network namespace.
public interface NamespaceAccess {

  /// Runs a cycle's visits, on this thread or while this thread waits.
  void cycle(Runnable visits);

  /// Runs `visit` with the namespace's files; only from within [#cycle]. The files are of no use
  /// afterwards.
  void visit(NetworkNamespace namespace, Visit visit);

  /// What is done with a namespace's files.
  @FunctionalInterface
  interface Visit {
    void with(NamespaceFiles files);
  }
}
