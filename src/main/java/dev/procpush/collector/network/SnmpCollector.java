// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import dev.procpush.collector.Instruments;
import dev.procpush.collector.NamespaceCollector;
import dev.procpush.collector.NamespaceReader;
import dev.procpush.collector.NamespaceSeries;
import dev.procpush.collector.Scope;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.ProtocolCounters;
import dev.procpush.parse.procfs.SnmpTable;
import java.util.Set;
import java.util.function.Predicate;

/// `net/snmp`: the counters of IPv4 and what stands on it; those of TCP count IPv6 as well.
final class SnmpCollector implements NamespaceCollector {
  private static final String FILE = "net/snmp";
  private static final Set<String> PROTOCOLS =
      Set.of("Ip", "Icmp", "IcmpMsg", "Tcp", "Udp", "UdpLite");
  private static final String IN_SEGS = "Tcp_InSegs";

  private final ProtocolMetrics metrics;
  private final Predicate<Scope> tcpStates;
  private final SnmpTable table;

  /// Where `Tcp InSegs` stands, which tells of half-open connections whether it is wanted or not;
  /// -1 before it was met.
  private int inSegs = -1;

  private int columns;

  /// @param tcpStates of which namespaces TCP states are told, which takes what is in this file
  SnmpCollector(Instruments instruments, NetworkSources sources, Predicate<Scope> tcpStates) {
    this.tcpStates = tcpStates;
    metrics = new ProtocolMetrics(instruments, sources, FILE, PROTOCOLS);
    table = new SnmpTable(name -> name.equals(IN_SEGS) || sources.protocols().test(name));
  }

  @Override
  public String name() {
    return "snmp";
  }

  @Override
  public boolean observes(Scope scope) {
    return metrics.isOn(scope) || tcpStates.test(scope);
  }

  @Override
  public int expected(Scope scope) {
    return metrics.points(scope);
  }

  @Override
  public void observe(NamespaceReader files, NamespaceSeries series)
      throws ErrnoException, MalformedKernelDataException {
    ProtocolCounters counters = files.readAtOnce(FILE, table);
    for (; columns < counters.size(); columns++) {
      inSegs = counters.field(columns).kernelName().equals(IN_SEGS) ? columns : inSegs;
    }
    if (inSegs >= 0 && KernelNumber.isKnown(counters.value(inSegs))) {
      series.tcp().inSegs(counters.value(inSegs));
    }
    metrics.record(counters, series);
  }
}
