// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import java.util.List;

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

  @Override
  void close();
}
