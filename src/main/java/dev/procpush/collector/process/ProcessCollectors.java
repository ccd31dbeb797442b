// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.process;

import dev.procpush.collector.Instruments;
import dev.procpush.collector.ProcessCollector;
import java.util.List;

/// The list of all collectors that visit a process, in the order of their visit.
public final class ProcessCollectors {
  private ProcessCollectors() {}

  /// Makes them, with their instruments.
  ///
  /// @param clockTicks how many a second has
  /// @param pageSize in bytes
  public static List<ProcessCollector> of(Instruments instruments, int clockTicks, int pageSize) {
    return List.of(
        new StatCollector(instruments, clockTicks),
        new StatmCollector(instruments, pageSize),
        new StatusCollector(instruments),
        new IoCollector(instruments),
        new DescriptorCollector(instruments));
  }
}
