// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.NamespaceCollector;
import dev.procpush.collector.NamespaceReader;
import dev.procpush.collector.NamespaceSeries;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.SoftnetStat;
import dev.procpush.parse.procfs.SoftnetStat.Cpu;
import dev.procpush.parse.sysfs.CpuList;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.List;

/// `net/softnet_stat`: how each CPU gets on with the packets it takes in. The kernel keeps it once
/// for all namespaces.
final class SoftnetCollector implements NamespaceCollector {
  private static final AttributeKey<Long> CPU = AttributeKey.longKey("cpu.logical_number");

  private static final String ONLINE = "devices/system/cpu/online";

  private final HostFiles host;
  private final ScopedInstrument processed;
  private final ScopedInstrument dropped;
  private final ScopedInstrument timeSqueezed;
  private final ScopedInstrument cpuCollisions;
  private final ScopedInstrument receivedRps;
  private final ScopedInstrument flowLimited;
  private final ScopedInstrument backlog;
  private final List<ScopedInstrument> all;

  /// @param host tells which CPUs are online
  SoftnetCollector(Instruments instruments, HostFiles host) {
    this.host = host;
    processed =
        counter(
            instruments,
            "processed",
            "{packet}",
            "Packets that the CPU took from its network queues");
    dropped =
        counter(
            instruments,
            "dropped",
            "{packet}",
            "Packets dropped because the backlog queue of the CPU was full");
    timeSqueezed =
        counter(
            instruments,
            "time_squeezed",
            "{event}",
            "Times that the CPU stopped with packets left because its time or budget was used up");
    cpuCollisions =
        counter(
            instruments,
            "cpu_collisions",
            "{collision}",
            "Collisions on a transmit lock that the CPU found taken; newer kernels count none");
    receivedRps =
        counter(
            instruments,
            "received_rps",
            "{event}",
            "Times that another CPU asked the CPU to process packets (Receive Packet Steering)");
    flowLimited =
        counter(
            instruments,
            "flow_limited",
            "{packet}",
            "Packets dropped because their flow took too much of the CPU's backlog queue");
    backlog =
        instruments
            .metric(
                "network.softnet.backlog",
                "{packet}",
                "Packets in the backlog queue of the CPU now")
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
    SoftnetStat stat = files.read("net/softnet_stat", SoftnetStat::parse);
    Scope scope = series.scope();
    if (series.reserve(points(scope) * stat.cpus().size())) {
      List<Integer> online = online(stat);
      for (Cpu cpu : stat.cpus()) {
        long number = online.isEmpty() ? cpu.number() : online.get(cpu.line());
        if (KernelNumber.isKnown(number)) {
          LogicalCpu key = new LogicalCpu(number);
          record(cpu, scope, series.attributes(key, key::attributes));
        }
      }
    }
  }

  /// The CPU of each line on a kernel that does not say it: before Linux 5.10 the lines are those
  /// of the CPUs that are online.
  ///
  /// @return none where a line says it, or where they are not as many: a CPU has come or gone since
  private List<Integer> online(SoftnetStat stat)
      throws ErrnoException, MalformedKernelDataException {
    if (stat.cpus().stream().anyMatch(cpu -> KernelNumber.isKnown(cpu.number()))) {
      return List.of();
    }
    List<Integer> online = host.readSys(ONLINE, CpuList::parse).numbers();
    return online.size() == stat.lines() ? online : List.of();
  }

  private void record(Cpu cpu, Scope scope, Attributes attributes) {
    processed.record(scope, cpu.processed(), attributes);
    dropped.record(scope, cpu.dropped(), attributes);
    timeSqueezed.record(scope, cpu.timeSqueezed(), attributes);
    cpuCollisions.record(scope, cpu.cpuCollisions(), attributes);
    receivedRps.record(scope, cpu.receivedRps(), attributes);
    flowLimited.record(scope, cpu.flowLimited(), attributes);
    backlog.record(scope, cpu.backlog(), attributes);
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
