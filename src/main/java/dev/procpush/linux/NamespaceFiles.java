// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

/// The kernel's files as one network namespace shows them. A collector does not know whether they
/// come through a process's procfs folder or from inside the namespace.
@FunctionalInterface
public interface NamespaceFiles {

  /// Reads a file.
  ///
  /// @param name relative to a process's folder, as in `net/dev`
  /// @return its bytes, valid until the next read
  FileContent read(String name) throws ErrnoException;
}
