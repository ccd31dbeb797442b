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
import dev.procpush.parse.procfs.NetUdp;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.List;

/// `net/udp` or `net/udp6`: the queues of UDP sockets and what did not fit into them. Off by
/// default but for the host, since the kernel walks a table of all namespaces' sockets.
final class UdpCollector implements NamespaceCollector {
  private static final AttributeKey<String> TYPE = AttributeKey.stringKey("network.type");
  private static final AttributeKey<String> DIRECTION =
      AttributeKey.stringKey("network.io.direction");

  private final String name;
  private final String file;
  private final ScopedInstrument queue;
  private final ScopedInstrument dropped;
  private final Attributes type;
  private final Attributes receive;
  private final Attributes transmit;

  private UdpCollector(
      String name, String file, String type, ScopedInstrument queue, ScopedInstrument dropped) {
    this.name = name;
    this.file = file;
    this.queue = queue;
    this.dropped = dropped;
    this.type = Attributes.of(TYPE, type);
    this.receive = Attributes.of(TYPE, type, DIRECTION, "receive");
    this.transmit = Attributes.of(TYPE, type, DIRECTION, "transmit");
  }

  /// One for each IP version.
  static List<NamespaceCollector> both(Instruments instruments) {
    ScopedInstrument queue =
        instruments
            .metric(
                "network.udp.queue.size",
                "By",
                "Memory of packets in the queues of all UDP sockets of the network namespace")
            .onByDefaultFor(Scope.SYSTEM)
            .upDownCounter();
    ScopedInstrument dropped =
        instruments
            .metric(
                "network.udp.socket.dropped",
                "{packet}",
                "Packets dropped at UDP sockets of the network namespace that are still open")
            .onByDefaultFor(Scope.SYSTEM)
            .upDownCounter();
    return List.of(
        new UdpCollector("net_udp", "net/udp", "ipv4", queue, dropped),
        new UdpCollector("net_udp6", "net/udp6", "ipv6", queue, dropped));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean observes(Scope scope) {
    return points(scope) > 0;
  }

  @Override
  public int expected(Scope scope) {
    return points(scope);
  }

  @Override
  public void observe(NamespaceReader files, NamespaceSeries series)
      throws ErrnoException, MalformedKernelDataException {
    NetUdp udp = files.read(file, NetUdp::parse);
    Scope scope = series.scope();
    if (series.reserve(points(scope))) {
      queue.record(scope, udp.receiveQueue(), series.with(receive));
      queue.record(scope, udp.transmitQueue(), series.with(transmit));
      dropped.record(scope, udp.drops(), series.with(type));
    }
  }

  private int points(Scope scope) {
    return (queue.isOn(scope) ? 2 : 0) + (dropped.isOn(scope) ? 1 : 0);
  }
}
