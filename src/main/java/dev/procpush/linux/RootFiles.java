// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import java.util.List;

/// Files below the host's root file system that a stranger may have placed: names, state folders,
/// `/etc`. No path leads out of the root: links are resolved inside it, magic links never.
public interface RootFiles extends AutoCloseable {

  /// Reads a regular file.
  ///
  /// @param path absolute, as the host sees it
  /// @param maxBytes what is longer is refused with `EFBIG`
  byte[] read(String path, int maxBytes) throws ErrnoException;

  /// The names in a directory, `.` and `..` left out, in the kernel's order; at most `maxEntries`.
  List<String> list(String path, int maxEntries) throws ErrnoException;

  @Override
  void close();
}
