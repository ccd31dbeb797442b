// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import dev.procpush.collector.Instruments;
import dev.procpush.collector.NamespaceCollector;
import dev.procpush.collector.NamespaceReader;
import dev.procpush.collector.NamespaceSeries;
import dev.procpush.collector.Scope;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.NetSnmp6;
import java.util.Set;

/// `net/snmp6`: the counters of IPv6 and what stands on it, but for TCP.
final class Snmp6Collector implements NamespaceCollector {
  private static final String FILE = "net/snmp6";
  private static final Set<String> PROTOCOLS = Set.of("Ip6", "Icmp6", "Udp6", "UdpLite6");

  private final ProtocolMetrics metrics;
  private final NetSnmp6 parser;

  Snmp6Collector(Instruments instruments, NetworkSources sources) {
    metrics = new ProtocolMetrics(instruments, sources, FILE, PROTOCOLS);
    parser = new NetSnmp6(sources.protocols());
  }

  @Override
  public String name() {
    return "snmp6";
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
    metrics.record(files.readAtOnce(FILE, parser), series);
  }
}
