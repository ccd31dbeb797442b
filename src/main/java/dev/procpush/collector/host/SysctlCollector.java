// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import dev.procpush.collector.HostCollector;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.NumberFile;
import io.opentelemetry.api.common.Attributes;
import java.util.List;

/// One number, out of a file of `/proc/sys` that is nothing else; or the smallest of several.
final class SysctlCollector implements HostCollector {
  private final String name;
  private final List<String> paths;
  private final ScopedInstrument instrument;

  private SysctlCollector(String name, ScopedInstrument instrument, String... paths) {
    this.name = name;
    this.instrument = instrument;
    this.paths = List.of(paths);
  }

  /// Those of the kernel's randomness and of how many processes there may be.
  static List<SysctlCollector> all(Instruments instruments) {
    return List.of(
        new SysctlCollector(
            "entropy_avail",
            instruments
                .ofHost(
                    "entropy.available",
                    "bit",
                    "Entropy that the kernel's random number generator has")
                .gauge(),
            "sys/kernel/random/entropy_avail"),
        new SysctlCollector(
            "poolsize",
            instruments
                .ofHost(
                    "entropy.limit",
                    "bit",
                    "Entropy that the kernel's random number generator can have")
                .gauge(),
            "sys/kernel/random/poolsize"),
        new SysctlCollector(
            "pid_max",
            instruments
                .ofHost(
                    "process.limit",
                    "{thread}",
                    "Maximum number of processes and threads of the host")
                .upDownCounter(),
            "sys/kernel/pid_max",
            "sys/kernel/threads-max"));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isOn() {
    return instrument.isOn(Scope.SYSTEM);
  }

  @Override
  public void observe(HostFiles files) throws ErrnoException, MalformedKernelDataException {
    long least = Long.MAX_VALUE;
    for (String path : paths) {
      // one that is not known is below all others, and no point
      least = Math.min(least, files.readProc(path, NumberFile.AMOUNT));
    }
    instrument.record(Scope.SYSTEM, least, Attributes.empty());
  }
}
