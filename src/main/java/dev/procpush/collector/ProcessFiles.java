// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.discovery.NetworkNamespace;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.KernelFiles;
import dev.procpush.linux.NamespaceFiles;
import dev.procpush.linux.NetlinkRequest;
import java.util.HashMap;
import java.util.Map;

/// One namespace's files through the procfs folder of any of its processes.
///
/// A pid may be another process's by now, and most processes were last looked at some cycles ago.
/// So a file is only taken if it is the namespace's: each file of a namespace has an inode number
/// of its own, which is learned at the first reading, between two looks at that of net/dev.
final class ProcessFiles implements NamespaceFiles {
  private static final String NET_DEV = "net/dev";

  private final KernelFiles kernel;
  private final NetworkNamespace namespace;
  private final Map<String, Long> inodes = new HashMap<>();
  private int whyNotInside = ErrnoException.EPERM;

  ProcessFiles(KernelFiles kernel, NetworkNamespace namespace) {
    this.kernel = kernel;
    this.namespace = namespace;
    inodes.put(NET_DEV, namespace.inode());
  }

  /// Reads through the current process, and when that one has ended or has left the namespace,
  /// through another. `ENOENT` means that the kernel lacks the file, `ESRCH` that no process is
  /// left.
  @Override
  public FileContent read(String name) throws ErrnoException {
    String directory = namespace.directory();
    while (directory != null) {
      try {
        Long inode = inodes.get(name);
        return kernel.read(directory, name, inode == null ? learn(directory, name) : inode);
      } catch (ErrnoException e) {
        boolean left = e.errno() == ErrnoException.ESTALE;
        if (!left && (!e.isGone() || isIn(directory))) {
          throw e;
        }
      }
      directory = namespace.nextDirectory();
    }
    throw new ErrnoException(ErrnoException.ESRCH, "open", name);
  }

  private long learn(String directory, String name) throws ErrnoException {
    long inode = kernel.inode(directory, name);
    if (!isIn(directory)) {
      throw new ErrnoException(ErrnoException.ESTALE, "open", name);
    }
    inodes.put(name, inode);
    return inode;
  }

  /// Whether the process of this folder lives, and in this namespace.
  boolean isIn(String directory) {
    try {
      return kernel.inode(directory, NET_DEV) == namespace.inode();
    } catch (ErrnoException gone) {
      return false;
    }
  }

  /// Tells why we are not inside: `EPERM`, or `ESRCH` where there is no way in any more.
  ProcessFiles notInside(int errno) {
    whyNotInside = errno;
    return this;
  }

  @Override
  public boolean isEntered() {
    return false;
  }

  @Override
  public FileContent readSysctl(String name) throws ErrnoException {
    throw new ErrnoException(whyNotInside, "setns", name);
  }

  @Override
  public FileContent readSysfs(String name) throws ErrnoException {
    throw new ErrnoException(whyNotInside, "setns", name);
  }

  @Override
  public FileContent ask(NetlinkRequest request) throws ErrnoException {
    throw new ErrnoException(whyNotInside, "setns", request.toString());
  }
}
