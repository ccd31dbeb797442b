// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import static io.opentelemetry.api.common.AttributeKey.stringKey;

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
import dev.procpush.parse.NumberFile;
import dev.procpush.parse.cgroup.FlatKeyedFile;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.List;
import java.util.stream.Stream;

/// `memory.events`: how often limits were met, and processes killed for it. In version 1
/// `memory.failcnt` and `memory.oom_control` have some of it.
final class MemoryEventsCollector implements ContainerCollector {
  private static final AttributeKey<String> TYPE = stringKey("memory.event.type");
  private static final List<Attributes> TYPES =
      Stream.of("low", "high", "max", "oom").map(type -> Attributes.of(TYPE, type)).toList();
  private static final Attributes MAX = TYPES.get(2);
  private static final int OOM_KILL = 4;

  private final FlatKeyedFile unified =
      new FlatKeyedFile(List.of("low", "high", "max", "oom", "oom_kill"));
  private final FlatKeyedFile oomControl = new FlatKeyedFile(List.of("oom_kill"));
  private final ScopedInstrument events;
  private final ScopedInstrument kills;

  MemoryEventsCollector(Instruments instruments) {
    events =
        instruments
            .ofContainer(
                "memory.events",
                "{event}",
                "Times that the container met a limit of memory, by kind")
            .counter();
    kills =
        instruments
            .ofContainer(
                "memory.oom_kills",
                "{kill}",
                "Processes of the container killed by the out-of-memory killer")
            .counter();
  }

  @Override
  public String name() {
    return "memory_events";
  }

  @Override
  public boolean isOn() {
    return events.isOn(Scope.CONTAINER) || kills.isOn(Scope.CONTAINER);
  }

  @Override
  public void observe(ContainerFiles files, ContainerSeries series)
      throws ErrnoException, MalformedKernelDataException {
    if (files.has(CgroupController.MEMORY)) {
      observeVersion1(files, series);
    } else if (files.has(CgroupController.UNIFIED)) {
      observeUnified(files, series);
    }
  }

  private void observeUnified(ContainerFiles files, ContainerSeries series)
      throws ErrnoException, MalformedKernelDataException {
    if (files.find(CgroupFile.MEMORY_EVENTS, unified) == null) {
      return;
    }
    for (int i = 0; i < TYPES.size(); i++) {
      long own = series.ownCount(events, TYPES.get(i), unified.value(i));
      series.record(events, own, series.with(TYPES.get(i)));
    }
    long own = series.ownCount(kills, Attributes.empty(), unified.value(OOM_KILL));
    series.record(kills, own, series.identity());
  }

  private void observeVersion1(ContainerFiles files, ContainerSeries series)
      throws ErrnoException, MalformedKernelDataException {
    Long failures = files.find(CgroupFile.V1_MEMORY_FAILCNT, NumberFile.AMOUNT);
    if (failures != null) {
      series.record(events, failures, series.with(MAX));
    }
    if (files.find(CgroupFile.V1_MEMORY_OOM_CONTROL, oomControl) != null) {
      series.record(kills, oomControl.value(0), series.identity());
    }
  }
}
