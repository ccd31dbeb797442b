// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.discovery.NetworkNamespace;
import dev.procpush.linux.KernelFiles;
import java.util.IdentityHashMap;

/// Reaches namespaces through their processes, which needs no privilege.
public final class ProcessAccess implements NamespaceAccess {
  private final KernelFiles kernel;
  private IdentityHashMap<NetworkNamespace, ProcessFiles> visited = new IdentityHashMap<>();
  private IdentityHashMap<NetworkNamespace, ProcessFiles> visitedBefore = new IdentityHashMap<>();

  public ProcessAccess(KernelFiles kernel) {
    this.kernel = kernel;
  }

  @Override
  public void cycle(Runnable visits) {
    IdentityHashMap<NetworkNamespace, ProcessFiles> forgotten = visitedBefore;
    visitedBefore = visited;
    visited = forgotten;
    visited.clear();
    visits.run();
  }

  @Override
  public void visit(NetworkNamespace namespace, Visit visit) {
    visit.with(files(namespace));
  }

  ProcessFiles files(NetworkNamespace namespace) {
    ProcessFiles files = visitedBefore.get(namespace);
    if (files == null) {
      files = new ProcessFiles(kernel, namespace);
    }
    visited.put(namespace, files);
    return files;
  }
}
