// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import dev.procpush.collector.ContainerCollector;
import dev.procpush.collector.ContainerFiles;
import dev.procpush.collector.ContainerSeries;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;

/// The processes that discovery has seen: no file is read for them.
final class ProcessCountCollector implements ContainerCollector {
  private final ScopedInstrument count;

  ProcessCountCollector(Instruments instruments) {
    count =
        instruments
            .ofContainer("process.count", "{process}", "Processes of the container")
            .upDownCounter();
  }

  @Override
  public String name() {
    return "processes";
  }

  @Override
  public boolean isOn() {
    return count.isOn(Scope.CONTAINER);
  }

  @Override
  public void observe(ContainerFiles files, ContainerSeries series) {
    if (series.processes() > 0 && series.reserve(1)) {
      count.record(Scope.CONTAINER, series.processes(), series.identity());
    }
  }
}
