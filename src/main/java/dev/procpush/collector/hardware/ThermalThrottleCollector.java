// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.hardware;

import static dev.procpush.collector.Scope.SYSTEM;
import static io.opentelemetry.api.common.AttributeKey.longKey;

import dev.procpush.collector.HostCollector;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.OptionalFiles;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// `devices/system/cpu/cpuN/thermal_throttle`: how often CPUs were slowed down because they were
/// hot. All CPUs of a core count the same, and all of a package.
final class ThermalThrottleCollector implements HostCollector {
  private static final AttributeKey<Long> PACKAGE = longKey("system.cpu.package");
  private static final AttributeKey<Long> CORE = longKey("system.cpu.core");
  private static final String FOLDER = "devices/system/cpu";
  private static final Pattern CPU = Pattern.compile("cpu[0-9]{1,5}");
  private static final int CYCLES = 64;

  private final ScopedInstrument cores;
  private final ScopedInstrument packages;
  private List<Source> sources = List.of();
  private long cycle;

  ThermalThrottleCollector(Instruments instruments) {
    cores =
        counter(
            instruments,
            "cpu.core.throttles",
            "Times that the CPU core was throttled because it was too hot");
    packages =
        counter(
            instruments,
            "cpu.package.throttles",
            "Times that the CPU package was throttled because it was too hot");
  }

  private static ScopedInstrument counter(Instruments instruments, String suffix, String text) {
    return instruments.metric(suffix, "{throttle}", text).only(SYSTEM).counter();
  }

  @Override
  public String name() {
    return "thermal_throttle";
  }

  @Override
  public boolean isOn() {
    return cores.isOn(SYSTEM) || packages.isOn(SYSTEM);
  }

  @Override
  public void observe(HostFiles host) throws ErrnoException, MalformedKernelDataException {
    OptionalFiles files = new OptionalFiles(host);
    if (cycle++ % CYCLES == 0) {
      sources = find(files);
    }
    boolean lost = false;
    for (Source source : sources) {
      long count = files.number(source.file, KernelNumber.AMOUNT);
      lost |= !KernelNumber.isKnown(count);
      source.instrument.record(SYSTEM, count, source.attributes);
    }
    if (lost) {
      // a CPU that went offline: another of its core takes its place
      cycle = 0;
    }
    files.end();
    if (sources.isEmpty()) {
      throw new ErrnoException(ErrnoException.ENOENT, "open", FOLDER + "/cpu0/thermal_throttle");
    }
  }

  private List<Source> find(OptionalFiles files) {
    List<Source> found = new ArrayList<>();
    Set<Attributes> known = new HashSet<>();
    for (String cpu : files.list(FOLDER)) {
      if (CPU.matcher(cpu).matches()) {
        String folder = FOLDER + "/" + cpu;
        String ofCore = folder + "/thermal_throttle/core_throttle_count";
        String ofPackage = folder + "/thermal_throttle/package_throttle_count";
        if (files.content(ofCore) == null && files.content(ofPackage) == null) {
          continue;
        }
        long packageId = files.number(folder + "/topology/physical_package_id", KernelNumber.COUNT);
        long coreId = files.number(folder + "/topology/core_id", KernelNumber.COUNT);
        if (KernelNumber.isKnown(packageId) && KernelNumber.isKnown(coreId)) {
          Attributes core = Attributes.of(PACKAGE, packageId, CORE, coreId);
          add(new Source(cores, ofCore, core), found, known, files);
          Attributes whole = Attributes.of(PACKAGE, packageId);
          add(new Source(packages, ofPackage, whole), found, known, files);
        }
      }
    }
    return found;
  }

  /// Adds a counter that can be read, unless another CPU has the same.
  private static void add(
      Source source, List<Source> found, Set<Attributes> known, OptionalFiles files) {
    if (!known.contains(source.attributes) && files.content(source.file) != null) {
      known.add(source.attributes);
      found.add(source);
    }
  }

  /// A file that is one counter.
  private record Source(ScopedInstrument instrument, String file, Attributes attributes) {}
}
