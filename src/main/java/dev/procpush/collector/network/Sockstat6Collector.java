// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import dev.procpush.collector.NamespaceCollector;
import dev.procpush.collector.NamespaceReader;
import dev.procpush.collector.NamespaceSeries;
import dev.procpush.collector.Scope;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.NetSockstat;
import dev.procpush.parse.procfs.NetSockstat.Field;
import java.util.function.Predicate;

/// `net/sockstat6`: sockets over IPv6 by protocol.
final class Sockstat6Collector implements NamespaceCollector {
  private static final String FILE = "net/sockstat6";

  private final SocketMetrics.Source[] sources;
  private final Predicate<Scope> tcpStates;

  /// @param tcpStates of which namespaces TCP states are told, which takes what is in this file
  Sockstat6Collector(SocketMetrics metrics, Predicate<Scope> tcpStates) {
    this.tcpStates = tcpStates;
    sources = metrics.ipv6().toArray(SocketMetrics.Source[]::new);
  }

  @Override
  public String name() {
    return "sockstat6";
  }

  @Override
  public boolean observes(Scope scope) {
    return SocketMetrics.isOn(sources, scope) || tcpStates.test(scope);
  }

  @Override
  public int expected(Scope scope) {
    return SocketMetrics.points(sources, scope);
  }

  @Override
  public void observe(NamespaceReader files, NamespaceSeries series)
      throws ErrnoException, MalformedKernelDataException {
    NetSockstat sockstat = read(files, series);
    long inUse = sockstat.value(Field.TCP6_INUSE);
    if (KernelNumber.isKnown(inUse)) {
      series.tcp().sockstat6(inUse);
    }
    SocketMetrics.record(sources, sockstat, series);
  }

  private static NetSockstat read(NamespaceReader files, NamespaceSeries series)
      throws ErrnoException, MalformedKernelDataException {
    try {
      return files.readAtOnce(FILE, NetSockstat::parse);
    } catch (ErrnoException e) {
      if (e.errno() == ErrnoException.ENOENT) {
        // a kernel without IPv6 has no such sockets
        series.tcp().sockstat6(0);
      }
      throw e;
    }
  }
}
