// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import dev.procpush.collector.InstrumentBuilder;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.collector.SnakeCase;
import dev.procpush.parse.procfs.Vmstat;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `system.vmstat.<field>`: the fields of `/proc/vmstat` that have no metrics of other names. Name
/// and instrument follow from the kernel's name by rule; all are off by default.
final class VmstatMetrics {
  private final Instruments instruments;

  /// By the kernel's names.
  private final Map<String, ScopedInstrument> metrics = new HashMap<>();

  VmstatMetrics(Instruments instruments) {
    this.instruments = instruments;
  }

  /// The metric of a field, made when the field is new.
  ///
  /// @return null where it is not wanted
  @Nullable ScopedInstrument of(String field) {
    ScopedInstrument metric = metrics.computeIfAbsent(field, this::made);
    return metric.isOn(Scope.SYSTEM) ? metric : null;
  }

  private ScopedInstrument made(String field) {
    boolean gauge = Vmstat.isAmount(field);
    InstrumentBuilder metric =
        instruments
            .ofHost(
                "vmstat." + SnakeCase.of(field),
                gauge ? "{page}" : "{event}",
                field + " of /proc/vmstat")
            .offByDefault();
    return gauge ? metric.gauge() : metric.counter();
  }
}
