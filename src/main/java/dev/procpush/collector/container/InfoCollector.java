// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import dev.procpush.collector.ContainerCollector;
import dev.procpush.collector.ContainerFiles;
import dev.procpush.collector.ContainerSeries;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;

/// What discovery knows of a container and does not stand on each of its points: no file is read
/// for it.
final class InfoCollector implements ContainerCollector {
  private final ScopedInstrument info;

  InfoCollector(Instruments instruments) {
    info =
        instruments
            .ofContainer(
                "info", "{container}", "Container and its properties, in the attributes: always 1")
            .upDownCounter();
  }

  @Override
  public String name() {
    return "info";
  }

  @Override
  public boolean isOn() {
    return info.isOn(Scope.CONTAINER);
  }

  @Override
  public void observe(ContainerFiles files, ContainerSeries series) {
    if (series.reserve(1)) {
      info.record(Scope.CONTAINER, 1, series.info());
    }
  }
}
