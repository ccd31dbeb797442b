// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;

/// One kernel file of the host, or one folder of like files, turned into measurements. What of the
/// kernel's network follows a namespace is a [NamespaceCollector]'s.
public interface HostCollector {

  /// The file in the agent's own metrics, as in `diskstats`.
  String name();

  /// Whether any of its metrics is wanted; if not, nothing is read.
  boolean isOn();

  /// Reads the file, parses it and records all of it that could be read. Where it reads several
  /// files, one that fails costs its own points alone: the exception is thrown after the others
  /// were recorded.
  ///
  /// @throws ErrnoException when the file cannot be read; `ENOENT` says that this kernel lacks it
  /// @throws MalformedKernelDataException when nothing in it is of use
  void observe(HostFiles files) throws ErrnoException, MalformedKernelDataException;
}
