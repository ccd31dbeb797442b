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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One namespace's files through the procfs folder of any of its processes.
///
/// A pid may be another process's by now, and most processes were last looked at some cycles ago.
/// So a file is only taken if it is the namespace's: each file of a namespace has an inode number
/// of its own, which is learned at the first reading, between two looks at that of net/dev.
final class ProcessFiles implements NamespaceFiles {
  private static final String NET_DEV = "net/dev";
  private static final String LINK = "ns/net";
  private static final Pattern LINK_TARGET = Pattern.compile("net:\\[(\\d{1,18})]");

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
    String directory = directory();
    while (true) {
      try {
        Long inode = inodes.get(name);
        return kernel.read(directory, name, inode == null ? learn(directory, name) : inode);
      } catch (ErrnoException e) {
        directory = nextDirectory(e);
      }
    }
  }

  private long learn(String directory, String name) throws ErrnoException {
    long inode = kernel.inode(directory, name);
    checkIsIn(directory, name);
    inodes.put(name, inode);
    return inode;
  }

  @Override
  public long nsfsInode() throws ErrnoException {
    String directory = directory();
    while (true) {
      try {
        Matcher target = LINK_TARGET.matcher(kernel.readLink(directory, LINK));
        checkIsIn(directory, LINK);
        if (!target.matches()) {
          throw new ErrnoException(ErrnoException.EBADMSG, "readlink", directory + "/" + LINK);
        }
        return Long.parseLong(target.group(1));
      } catch (ErrnoException e) {
        directory = nextDirectory(e);
      }
    }
  }

  /// The folder of the current process.
  ///
  /// @throws ErrnoException `ESRCH` where no process is left
  String directory() throws ErrnoException {
    return left(namespace.directory());
  }

  /// The folder of another process, after something failed because the current one has ended or has
  /// left the namespace. The kernel says `EACCES` of the link of a process that has ended.
  ///
  /// @param e the failure, thrown where the process is still there
  /// @throws ErrnoException also `ESRCH` where no other process is left
  String nextDirectory(ErrnoException e) throws ErrnoException {
    boolean mayHaveEnded = e.isGone() || e.isDenied();
    if (e.errno() != ErrnoException.ESTALE && (!mayHaveEnded || isIn(directory()))) {
      throw e;
    }
    return left(namespace.nextDirectory());
  }

  private static String left(@Nullable String directory) throws ErrnoException {
    if (directory == null) {
      throw new ErrnoException(ErrnoException.ESRCH, "find", "a process in the namespace");
    }
    return directory;
  }

  private void checkIsIn(String directory, String name) throws ErrnoException {
    if (!isIn(directory)) {
      throw new ErrnoException(ErrnoException.ESTALE, "open", directory + "/" + name);
    }
  }

  /// Whether the process of this folder lives, and in this namespace.
  private boolean isIn(String directory) {
    try {
      return kernel.inode(directory, NET_DEV) == namespace.inode();
    } catch (ErrnoException gone) {
      return false;
    }
  }

  /// Says why we are not inside: `EPERM` where we may not enter, `ESRCH` where there is no way in
  /// any more.
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
