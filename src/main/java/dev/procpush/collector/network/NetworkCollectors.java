// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import dev.procpush.collector.Instruments;
import dev.procpush.collector.NamespaceCollector;
import java.util.ArrayList;
import java.util.List;

/// The list of all collectors that visit a network namespace, in the order of their visit.
public final class NetworkCollectors {
  private NetworkCollectors() {}

  /// Makes them, with their instruments.
  ///
  /// @param sources what they need beside the namespace's files
  public static List<NamespaceCollector> of(Instruments instruments, NetworkSources sources) {
    InterfaceInstruments interfaces = new InterfaceInstruments(instruments);
    List<NamespaceCollector> collectors = new ArrayList<>();
    SocketMetrics sockets = new SocketMetrics(instruments);
    TcpStateCollector tcp = new TcpStateCollector(instruments, sources.tcpTables());
    SysClassNet sysfs = sources.sysClassNet();
    collectors.add(
        new NetDevCollector(instruments, sources.leavesFarEndsOut() ? new FarEnds(sysfs) : null));
    collectors.add(new SnmpCollector(instruments, sources, tcp::observes));
    collectors.add(new NetstatCollector(instruments, sources));
    collectors.add(new Snmp6Collector(instruments, sources));
    collectors.add(new SockstatCollector(instruments, sockets, sources.pageSize(), tcp::observes));
    collectors.add(new Sockstat6Collector(sockets, tcp::observes));
    collectors.add(tcp);
    collectors.add(new LinkCollector(instruments, interfaces));
    if (sysfs != null) {
      collectors.add(new SysfsInterfaceCollector(instruments, interfaces, sysfs));
    }
    collectors.add(new AddressCollector(instruments));
    collectors.add(new ConntrackCollector(instruments));
    collectors.add(new ConntrackLimitCollector(instruments, sources.host()));
    collectors.addAll(UdpCollector.both(instruments));
    collectors.add(new ArpCollector(instruments));
    collectors.add(new SoftnetCollector(instruments, sources.host()));
    return List.copyOf(collectors);
  }

  /// Makes those of the metrics that the user has described.
  public static List<NamespaceCollector> of(Instruments instruments, List<ProcMetric> metrics) {
    return metrics.stream()
        .map(metric -> (NamespaceCollector) new ProcMetricCollector(instruments, metric))
        .toList();
  }
}
