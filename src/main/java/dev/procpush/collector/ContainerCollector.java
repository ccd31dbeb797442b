// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;

/// One kernel file of a container's cgroup turned into measurements, and for what is made of
/// several, those that it takes; version 1 and version 2 of it alike.
public interface ContainerCollector {

  /// The file in the agent's own metrics, as in `memory_stat`.
  String name();

  /// Whether any of its metrics is wanted; if not, nothing is read.
  boolean isOn();

  /// Begins a cycle.
  default void beginCycle() {}

  /// Whether it asks before it observes.
  default boolean asks() {
    return false;
  }

  /// Begins to ask for what may take long, of every container before the first is observed, so that
  /// all of them together are waited for once.
  ///
  /// @throws ErrnoException when what tells whom to ask cannot be read
  /// @throws MalformedKernelDataException when that is nonsense
  default void ask(ContainerSeries series) throws ErrnoException, MalformedKernelDataException {}

  /// Reads the file, parses it and records all of it that could be read, unless
  /// [ContainerSeries#reserve] says no. A container without the controller has no point.
  ///
  /// @throws ErrnoException when the file cannot be read
  /// @throws MalformedKernelDataException when nothing in it is of use
  void observe(ContainerFiles files, ContainerSeries series)
      throws ErrnoException, MalformedKernelDataException;
}
