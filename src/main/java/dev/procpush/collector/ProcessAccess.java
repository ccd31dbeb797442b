// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.discovery.NetworkNamespace;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.KernelFiles;

/// Reaches a namespace through the procfs folder of any of its processes, which needs no privilege.
public final class ProcessAccess implements NamespaceAccess {
  private static final String NET_DEV = "net/dev";

  private final KernelFiles kernel;

  public ProcessAccess(KernelFiles kernel) {
    this.kernel = kernel;
  }

  @Override
  public void visit(NetworkNamespace namespace, Visit visit) {
    visit.with(name -> read(namespace, name));
  }

  /// Reads through the current process, and when that one has ended or has left the namespace,
  /// through another: a pid may be another process's by now, and most processes were last looked at
  /// some cycles ago. `ENOENT` means that the kernel lacks the file, `ESRCH` that no process is
  /// left.
  private FileContent read(NetworkNamespace namespace, String name) throws ErrnoException {
    String directory = namespace.directory();
    while (directory != null) {
      try {
        return name.equals(NET_DEV)
            ? kernel.read(directory, name, namespace.inode())
            : kernel.read(directory, name);
      } catch (ErrnoException e) {
        boolean left = e.errno() == ErrnoException.ESTALE;
        if (!left && (!e.isGone() || isIn(directory, namespace))) {
          throw e;
        }
      }
      directory = namespace.nextDirectory();
    }
    throw new ErrnoException(ErrnoException.ESRCH, "open", name);
  }

  private boolean isIn(String directory, NetworkNamespace namespace) {
    try {
      return kernel.inode(directory, NET_DEV) == namespace.inode();
    } catch (ErrnoException gone) {
      return false;
    }
  }
}
