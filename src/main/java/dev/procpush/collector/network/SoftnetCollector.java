// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import dev.procpush.collector.Instruments;
import dev.procpush.collector.NamespaceCollector;
import dev.procpush.collector.NamespaceReader;
import dev.procpush.collector.NamespaceSeries;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.SoftnetStat;
import dev.procpush.parse.procfs.SoftnetStat.Cpu;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.List;

/// `net/softnet_stat`: how each CPU gets on with the packets it takes in. The kernel keeps it once
/// for all namespaces.
final class SoftnetCollector implements NamespaceCollector {
  private static final AttributeKey<Long> CPU = AttributeKey.longKey("cpu.logical_number");

  private final ScopedInstrument processed;
  private final ScopedInstrument dropped;
  private final ScopedInstrument timeSqueezed;
  private final ScopedInstrument cpuCollisions;
  private final ScopedInstrument receivedRps;
  private final ScopedInstrument flowLimited;
  private final ScopedInstrument backlog;
  private final List<ScopedInstrument> all;

  SoftnetCollector(Instruments instruments) {
    processed =
        counter(instruments, "processed", "{packet}", "Packets taken from the queues of the CPU");
    dropped =
        counter(instruments, "dropped", "{packet}", "Packets for which the backlog had no room");
    timeSqueezed =
        counter(
            instruments,
            "time_squeezed",
            "{event}",
            "How often the CPU broke off with packets left, its time or budget being up");
    cpuCollisions =
        counter(
            instruments,
            "cpu_collisions",
            "{collision}",
            "How often a device was found locked while transmitting; newer kernels count none");
    receivedRps =
        counter(
            instruments, "received_rps", "{event}", "How often another CPU asked it to take over");
    flowLimited =
        counter(
            instruments,
            "flow_limited",
            "{packet}",
            "Packets dropped because their flow took too much of the backlog");
    backlog =
        instruments
            .metric("network.softnet.backlog", "{packet}", "Packets that wait for the CPU now")
            .only(Scope.SYSTEM)
            .upDownCounter();
    all =
        List.of(processed, dropped, timeSqueezed, cpuCollisions, receivedRps, flowLimited, backlog);
  }

  private static ScopedInstrument counter(
      Instruments instruments, String name, String unit, String description) {
    return instruments
        .metric("network.softnet." + name, unit, description)
        .only(Scope.SYSTEM)
        .counter();
  }

  @Override
  public String name() {
    return "softnet_stat";
  }

  @Override
  public boolean observes(Scope scope) {
    return points(scope) > 0;
  }

  @Override
  public void observe(NamespaceReader files, NamespaceSeries series)
      throws ErrnoException, MalformedKernelDataException {
    List<Cpu> cpus = files.read("net/softnet_stat", SoftnetStat::parse).cpus();
    Scope scope = series.scope();
    if (series.reserve(points(scope) * cpus.size())) {
      for (Cpu cpu : cpus) {
        LogicalCpu key = new LogicalCpu(cpu.number());
        record(cpu, scope, series.attributes(key, key::attributes));
      }
    }
  }

  private void record(Cpu cpu, Scope scope, Attributes attributes) {
    processed.record(scope, cpu.processed(), attributes);
    dropped.record(scope, cpu.dropped(), attributes);
    timeSqueezed.record(scope, cpu.timeSqueezed(), attributes);
    cpuCollisions.record(scope, cpu.cpuCollisions(), attributes);
    receivedRps.record(scope, cpu.receivedRps(), attributes);
    flowLimited.recordIfKnown(scope, cpu.flowLimited(), attributes);
    backlog.recordIfKnown(scope, cpu.backlog(), attributes);
  }

  /// How many points a CPU has on a kernel with all columns.
  private int points(Scope scope) {
    return ScopedInstrument.countOn(all, scope);
  }

  /// What the attributes of a CPU are made of.
  private record LogicalCpu(long number) {
    Attributes attributes(Attributes identity) {
      return identity.toBuilder().put(CPU, number).build();
    }
  }
}
