// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import dev.procpush.collector.CgroupFile;
import dev.procpush.collector.ContainerCollector;
import dev.procpush.collector.ContainerFiles;
import dev.procpush.collector.ContainerSeries;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.discovery.CgroupController;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.cgroup.FlatKeyedFile;
import java.util.List;

/// `pids.events`: threads and processes that could not be made.
final class PidsEventsCollector implements ContainerCollector {
  private final FlatKeyedFile events = new FlatKeyedFile(List.of("max"));
  private final ScopedInstrument rejected;

  PidsEventsCollector(Instruments instruments) {
    rejected =
        instruments
            .ofContainer(
                "thread.rejected", "{thread}", "Threads that the limit of the container prevented")
            .counter();
  }

  @Override
  public String name() {
    return "pids_events";
  }

  @Override
  public boolean isOn() {
    return rejected.isOn(Scope.CONTAINER);
  }

  @Override
  public void observe(ContainerFiles files, ContainerSeries series)
      throws ErrnoException, MalformedKernelDataException {
    boolean first = files.has(CgroupController.PIDS);
    CgroupFile file = first ? CgroupFile.V1_PIDS_EVENTS : CgroupFile.PIDS_EVENTS;
    if (files.find(file, events) != null) {
      series.record(rejected, events.value(0), series.identity());
    }
  }
}
