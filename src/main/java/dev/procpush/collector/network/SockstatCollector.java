// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import dev.procpush.collector.Instruments;
import dev.procpush.collector.NamespaceCollector;
import dev.procpush.collector.NamespaceReader;
import dev.procpush.collector.NamespaceSeries;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.NetSockstat;
import dev.procpush.parse.procfs.NetSockstat.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// `net/sockstat`: sockets by protocol, over IPv4 where there are two families, and what the kernel
/// counts for all namespaces together, which is the host's alone.
final class SockstatCollector implements NamespaceCollector {
  private static final String FILE = "net/sockstat";
  private static final String GLOBAL = "network.global.";

  private final Instruments instruments;
  private final SocketMetrics.Source[] sources;
  private final Predicate<Scope> tcpStates;

  /// @param tcpStates of which namespaces TCP states are told, which takes what is in this file
  SockstatCollector(
      Instruments instruments, SocketMetrics metrics, int pageSize, Predicate<Scope> tcpStates) {
    this.tcpStates = tcpStates;
    this.instruments = instruments;
    List<SocketMetrics.Source> all = new ArrayList<>(metrics.ipv4());
    ScopedInstrument count =
        instruments
            .metric(
                "network.socket.count",
                "{socket}",
                "Sockets of all protocols in the network namespace")
            .upDownCounter();
    ScopedInstrument timeWait =
        instruments
            .metric(
                "network.tcp.time_wait",
                "{connection}",
                "TCP sockets of the network namespace in TIME_WAIT, IPv4 and IPv6 together")
            .upDownCounter();
    ScopedInstrument orphans =
        global(
            "tcp.orphan",
            "{socket}",
            "TCP sockets in all network namespaces of the host that no process holds");
    ScopedInstrument allocated =
        global(
            "tcp.alloc", "{socket}", "TCP sockets allocated in all network namespaces of the host");
    ScopedInstrument tcpMemory =
        global(
            "tcp.memory",
            "By",
            "Memory of TCP socket buffers in all network namespaces of the host");
    ScopedInstrument udpMemory =
        global(
            "udp.memory",
            "By",
            "Memory of UDP socket buffers in all network namespaces of the host");
    all.add(new SocketMetrics.Source(Field.SOCKETS_USED, count, null));
    all.add(new SocketMetrics.Source(Field.TCP_TW, timeWait, null));
    all.add(new SocketMetrics.Source(Field.TCP_ORPHAN, orphans, null));
    all.add(new SocketMetrics.Source(Field.TCP_ALLOC, allocated, null));
    all.add(new SocketMetrics.Source(Field.TCP_MEM, tcpMemory, null, pageSize));
    all.add(new SocketMetrics.Source(Field.UDP_MEM, udpMemory, null, pageSize));
    sources = all.toArray(SocketMetrics.Source[]::new);
  }

  private ScopedInstrument global(String name, String unit, String description) {
    return instruments.metric(GLOBAL + name, unit, description).only(Scope.SYSTEM).upDownCounter();
  }

  @Override
  public String name() {
    return "sockstat";
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
    NetSockstat sockstat = files.readAtOnce(FILE, NetSockstat::parse).without(files.ownSockets());
    long inUse = sockstat.value(Field.TCP_INUSE);
    long timeWait = sockstat.value(Field.TCP_TW);
    if (KernelNumber.isKnown(inUse) && KernelNumber.isKnown(timeWait)) {
      series.tcp().sockstat(inUse, timeWait);
    }
    SocketMetrics.record(sources, sockstat, series);
  }
}
