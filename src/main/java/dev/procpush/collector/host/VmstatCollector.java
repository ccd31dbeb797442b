// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static io.opentelemetry.api.common.AttributeKey.stringKey;

import dev.procpush.collector.HostCollector;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.MinorFaults;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.NamedNumbers;
import dev.procpush.parse.procfs.Vmstat;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/proc/vmstat`: paging, page faults, and what the kernel killed for want of memory. Which metric
/// a field is, is found out once, when the field is new.
final class VmstatCollector implements HostCollector {
  private static final AttributeKey<String> FAULT_TYPE = stringKey("system.paging.fault.type");
  private static final Attributes MAJOR = Attributes.of(FAULT_TYPE, "major");
  private static final Attributes MINOR = Attributes.of(FAULT_TYPE, "minor");
  private static final AttributeKey<String> DIRECTION = stringKey("system.paging.direction");
  private static final Attributes IN = Attributes.of(DIRECTION, "in");
  private static final Attributes OUT = Attributes.of(DIRECTION, "out");
  private static final String FAULTS = "pgfault";
  private static final String MAJOR_FAULTS = "pgmajfault";

  private final ScopedInstrument faults;
  private final MinorFaults minorFaults = new MinorFaults();
  private final Map<String, Target> named;
  private final VmstatMetrics others;
  private final Vmstat vmstat = new Vmstat(this::isWanted);

  /// For each column its metric; null where there is none.
  private final List<@Nullable Target> byColumn = new ArrayList<>();

  /// The columns of what minor faults are told from; -1 before they were met.
  private int allFaults = -1;

  private int majorFaults = -1;

  /// Where the value of a field goes.
  ///
  /// @param factor 1,024 where the kernel tells it in KiB, else 1
  private record Target(ScopedInstrument instrument, Attributes attributes, int factor) {}

  /// @param files tell the fields of the running kernel; those it adds later are met later
  VmstatCollector(Instruments instruments, HostFiles files) {
    ScopedInstrument kills =
        instruments
            .ofHost(
                "memory.oom_kills",
                "{kill}",
                "Processes killed by the out-of-memory killer, in the host or in a container")
            .counter();
    faults =
        instruments
            .ofHost("paging.faults", "{fault}", "Page faults of all processes of the host")
            .counter();
    ScopedInstrument operations =
        instruments
            .ofHost("paging.operations", "{operation}", "Pages swapped in and out")
            .counter();
    ScopedInstrument io =
        instruments
            .ofHost(
                "paging.io",
                "By",
                "Bytes moved between memory and block devices, for files and swap")
            .counter();
    named =
        Map.of(
            "oom_kill",
            new Target(kills, Attributes.empty(), 1),
            MAJOR_FAULTS,
            new Target(faults, MAJOR, 1),
            "pswpin",
            new Target(operations, IN, 1),
            "pswpout",
            new Target(operations, OUT, 1),
            "pgpgin",
            new Target(io, IN, 1024),
            "pgpgout",
            new Target(io, OUT, 1024));
    others = new VmstatMetrics(instruments);
    try {
      read(files);
    } catch (ErrnoException | MalformedKernelDataException e) {
      // the first cycle meets the same and says so
    }
  }

  @Override
  public String name() {
    return "vmstat";
  }

  @Override
  public boolean isOn() {
    return named.values().stream().anyMatch(target -> target.instrument.isOn(Scope.SYSTEM))
        || !byColumn.isEmpty();
  }

  @Override
  public void observe(HostFiles files) throws ErrnoException, MalformedKernelDataException {
    NamedNumbers numbers = read(files);
    for (int column = 0; column < byColumn.size(); column++) {
      Target target = byColumn.get(column);
      if (target != null) {
        long value = KernelNumber.countedTimes(numbers.value(column), target.factor);
        target.instrument.record(Scope.SYSTEM, value, target.attributes);
      }
    }
    if (allFaults >= 0 && majorFaults >= 0) {
      long minor = minorFaults.of(numbers.value(allFaults), numbers.value(majorFaults));
      faults.record(Scope.SYSTEM, minor, MINOR);
    }
  }

  private NamedNumbers read(HostFiles files) throws ErrnoException, MalformedKernelDataException {
    NamedNumbers numbers = files.readProc("vmstat", vmstat);
    for (int column = byColumn.size(); column < numbers.size(); column++) {
      String field = numbers.field(column).name();
      byColumn.add(target(field));
      switch (field) {
        case FAULTS -> allFaults = column;
        case MAJOR_FAULTS -> majorFaults = column;
        default -> {}
      }
    }
    return numbers;
  }

  private boolean isWanted(String field) {
    return field.equals(FAULTS) ? faults.isOn(Scope.SYSTEM) : target(field) != null;
  }

  private @Nullable Target target(String field) {
    if (field.equals(FAULTS)) {
      return null;
    }
    Target target = named.get(field);
    if (target != null) {
      return target.instrument.isOn(Scope.SYSTEM) ? target : null;
    }
    ScopedInstrument other = others.of(field);
    return other == null ? null : new Target(other, Attributes.empty(), 1);
  }
}
