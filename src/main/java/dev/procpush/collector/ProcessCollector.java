// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;

/// One kernel file of a process turned into measurements.
public interface ProcessCollector {

  /// The file in the agent's own metrics, as in `process_status`.
  String name();

  /// How many points a process has of it at most; with none nothing is read.
  int points();

  /// What there is no metric of where the file is denied to the agent, and what the agent lacks.
  default String whenDenied() {
    return "No metrics of some processes: the mount of /proc hides them (hidepid)";
  }

  /// Reads the file, parses it and records all of it that could be read.
  ///
  /// @throws ErrnoException when the file cannot be read
  /// @throws MalformedKernelDataException when nothing in it is of use
  void observe(ProcessFolder folder, ProcessSeries series)
      throws ErrnoException, MalformedKernelDataException;
}
