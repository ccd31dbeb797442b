// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import java.util.List;
import java.util.Map;

/// Files below the host's root file system that a stranger may have placed: names, state folders,
/// `/etc`. No path leads out of the root: links are resolved inside it, magic links never.
public interface RootFiles extends AutoCloseable {

  /// The files below `rootfs`, as in `/host` or `/`. Any thread may use them.
  static RootFiles under(String rootfs) {
    return new HostRootFiles(rootfs, RootResolution.ofThisKernel());
  }

  /// Reads a regular file that somebody placed: of procfs and sysfs none is read.
  ///
  /// @param path absolute, as the host sees it
  /// @param maxBytes what is longer is refused with `EFBIG`
  /// @throws ErrnoException also `EISDIR` for a directory, `EINVAL` for anything else that is no
  ///   such file, `ELOOP` for a magic link or, on a kernel before 5.6, any link
  byte[] read(String path, int maxBytes) throws ErrnoException;

  /// The names in a directory, `.` and `..` left out, in the kernel's order; at most `maxEntries`.
  List<String> list(String path, int maxEntries) throws ErrnoException;

  /// The symbolic links in a directory, none of which is followed.
  ///
  /// @param maxEntries how many entries are looked at
  /// @return the target of each by its name, both as they are, whoever chose them; none that is
  ///   longer than 1,024 bytes
  Map<String, String> links(String path, int maxEntries) throws ErrnoException;

  /// The bind mounts of namespaces in a directory, as `ip netns` makes them in `/run/netns`; of
  /// which kind of namespace is not known. The order is the kernel's. Symbolic links among the
  /// entries are left out.
  ///
  /// @param folder absolute, as the host sees it
  /// @param max how many entries are looked at
  /// @return the folder's path and the entry's name as they are, whoever chose the name
  List<NamespaceMount> namespaceMounts(String folder, int max) throws ErrnoException;

  /// The same.
  ///
  /// @param before what the last listing of the folder gave: of what has not changed the same
  ///   objects are given again
  default List<NamespaceMount> namespaceMounts(String folder, int max, List<NamespaceMount> before)
      throws ErrnoException {
    return namespaceMounts(folder, max);
  }

  /// Finds a Unix socket, without connecting to it.
  ///
  /// @param path absolute, as the host sees it
  /// @return where it is, to be closed
  /// @throws ErrnoException also `ENOTSOCK` for anything else
  SocketPlace socket(String path) throws ErrnoException;

  @Override
  void close();
}
