// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import dev.procpush.collector.Instruments;
import dev.procpush.collector.NamespaceCollector;
import dev.procpush.collector.NamespaceReader;
import dev.procpush.collector.NamespaceSeries;
import dev.procpush.collector.Scope;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.SnmpTable;
import java.util.Set;

/// `net/netstat`: the kernel's own counters of TCP and IPv4, beyond those that the RFCs ask for,
/// and of Multipath TCP.
final class NetstatCollector implements NamespaceCollector {
  private static final String FILE = "net/netstat";
  private static final Set<String> PROTOCOLS = Set.of("TcpExt", "IpExt", "MPTcpExt");

  private final ProtocolMetrics metrics;
  private final SnmpTable table;

  NetstatCollector(Instruments instruments, NetworkSources sources) {
    metrics = new ProtocolMetrics(instruments, sources, FILE, PROTOCOLS);
    table = new SnmpTable(sources.protocols());
  }

  @Override
  public String name() {
    return "netstat";
  }

  @Override
  public boolean observes(Scope scope) {
    return metrics.isOn(scope);
  }

  @Override
  public int expected(Scope scope) {
    return metrics.points(scope);
  }

  @Override
  public void observe(NamespaceReader files, NamespaceSeries series)
      throws ErrnoException, MalformedKernelDataException {
    metrics.record(files.readAtOnce(FILE, table), series);
  }
}
