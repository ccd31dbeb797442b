// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import static io.opentelemetry.api.common.AttributeKey.stringKey;

import dev.procpush.collector.CgroupFile;
import dev.procpush.collector.ContainerCollector;
import dev.procpush.collector.ContainerFiles;
import dev.procpush.collector.ContainerSeries;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedDouble;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.cgroup.Pressure;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.List;
import java.util.stream.Stream;

/// `cpu.pressure`, `memory.pressure`, `io.pressure` or `irq.pressure` of version 2, also where that
/// stands beside version 1.
final class PressureCollector implements ContainerCollector {
  private static final AttributeKey<String> RESOURCE = stringKey("pressure.resource");
  private static final double MICROS_PER_SECOND = 1e6;

  private final CgroupFile file;
  private final Attributes resource;
  private final ScopedDouble waiting;
  private final ScopedDouble stalled;

  private PressureCollector(CgroupFile file, ScopedDouble waiting, ScopedDouble stalled) {
    this.file = file;
    String resource = file.path().substring(0, file.path().indexOf('.'));
    this.resource = Attributes.of(RESOURCE, resource);
    this.waiting = waiting;
    this.stalled = stalled;
  }

  /// One for each resource.
  static List<PressureCollector> all(Instruments instruments) {
    ScopedDouble waiting =
        instruments
            .ofContainer(
                "pressure.waiting_time",
                "s",
                "Time that at least one task of the container waited for the resource")
            .doubleCounter();
    ScopedDouble stalled =
        instruments
            .ofContainer(
                "pressure.stalled_time",
                "s",
                "Time that all tasks of the container waited for the resource")
            .doubleCounter();
    return Stream.of(
            CgroupFile.CPU_PRESSURE,
            CgroupFile.MEMORY_PRESSURE,
            CgroupFile.IO_PRESSURE,
            CgroupFile.IRQ_PRESSURE)
        .map(file -> new PressureCollector(file, waiting, stalled))
        .toList();
  }

  @Override
  public String name() {
    return file.path().replace('.', '_');
  }

  @Override
  public boolean isOn() {
    return waiting.isOn(Scope.CONTAINER) || stalled.isOn(Scope.CONTAINER);
  }

  @Override
  public void observe(ContainerFiles files, ContainerSeries series)
      throws ErrnoException, MalformedKernelDataException {
    Pressure pressure = files.find(file, Pressure::parse);
    if (pressure != null) {
      record(waiting, pressure.some(), series);
      record(stalled, pressure.full(), series);
    }
  }

  private void record(ScopedDouble counter, long micros, ContainerSeries series) {
    if (KernelNumber.isKnown(micros) && counter.isOn(Scope.CONTAINER) && series.reserve(1)) {
      counter.record(
          Scope.CONTAINER, KernelNumber.per(micros, MICROS_PER_SECOND), series.with(resource));
    }
  }
}
