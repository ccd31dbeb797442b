// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.linux.KeptFiles;
import java.util.List;

/// What is collected of single processes.
///
/// @param collectors none where nothing is
/// @param kept the way to their files
/// @param clockTicks how many clock ticks a second has
public record ProcessSources(
    List<ProcessCollector> collectors, KeptFiles kept, ProcessChoice choice, int clockTicks) {

  public ProcessSources {
    collectors = List.copyOf(collectors);
  }

  /// Those that leave out every process.
  public static ProcessSources none(KeptFiles kept) {
    return new ProcessSources(List.of(), kept, new ProcessChoice(false, _ -> false, 1), 1);
  }
}
