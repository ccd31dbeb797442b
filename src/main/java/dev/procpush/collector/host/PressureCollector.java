// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static io.opentelemetry.api.common.AttributeKey.stringKey;

import dev.procpush.collector.HostCollector;
import dev.procpush.collector.HostFiles;
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

/// `/proc/pressure/cpu`, `memory`, `io` or `irq`: how long tasks have waited for a resource. Of the
/// host's CPUs the kernel does not tell when all tasks waited.
final class PressureCollector implements HostCollector {
  private static final AttributeKey<String> RESOURCE = stringKey("pressure.resource");
  private static final String CPU = "cpu";
  private static final double MICROS_PER_SECOND = 1e6;

  private final String resource;
  private final String file;
  private final Attributes attributes;
  private final ScopedDouble waiting;
  private final ScopedDouble stalled;

  private PressureCollector(String resource, ScopedDouble waiting, ScopedDouble stalled) {
    this.resource = resource;
    this.file = "pressure/" + resource;
    this.attributes = Attributes.of(RESOURCE, resource);
    this.waiting = waiting;
    this.stalled = stalled;
  }

  /// One for each resource.
  static List<PressureCollector> all(Instruments instruments) {
    ScopedDouble waiting =
        instruments
            .ofHost(
                "pressure.waiting_time",
                "s",
                "Time that at least one task of the host waited for the resource")
            .doubleCounter();
    ScopedDouble stalled =
        instruments
            .ofHost(
                "pressure.stalled_time",
                "s",
                "Time that all tasks of the host waited for the resource")
            .doubleCounter();
    return Stream.of(CPU, "memory", "io", "irq")
        .map(resource -> new PressureCollector(resource, waiting, stalled))
        .toList();
  }

  @Override
  public String name() {
    return "pressure_" + resource;
  }

  @Override
  public boolean isOn() {
    return waiting.isOn(Scope.SYSTEM) || stalled.isOn(Scope.SYSTEM);
  }

  @Override
  public void observe(HostFiles files) throws ErrnoException, MalformedKernelDataException {
    Pressure pressure = read(files);
    record(waiting, pressure.some());
    if (!resource.equals(CPU)) {
      record(stalled, pressure.full());
    }
  }

  /// A kernel that was started with `psi=0` lacks what is in the file, though some have the file.
  private Pressure read(HostFiles files) throws ErrnoException, MalformedKernelDataException {
    try {
      return files.readProc(file, Pressure::parse);
    } catch (ErrnoException e) {
      throw e.errno() == ErrnoException.EOPNOTSUPP
          ? new ErrnoException(ErrnoException.ENOENT, "read", file)
          : e;
    }
  }

  private void record(ScopedDouble counter, long micros) {
    counter.record(Scope.SYSTEM, KernelNumber.per(micros, MICROS_PER_SECOND), attributes);
  }
}
