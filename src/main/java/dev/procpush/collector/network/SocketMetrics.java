// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import static io.opentelemetry.api.common.AttributeKey.stringKey;

import dev.procpush.collector.Instruments;
import dev.procpush.collector.NamespaceSeries;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.procfs.NetSockstat;
import dev.procpush.parse.procfs.NetSockstat.Field;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The metrics that `net/sockstat` and `net/sockstat6` have in common, told apart by
/// `network.type`.
final class SocketMetrics {
  private static final AttributeKey<String> TRANSPORT = stringKey("network.transport");
  private static final AttributeKey<String> TYPE = stringKey("network.type");
  private static final String IPV4 = "ipv4";
  private static final String IPV6 = "ipv6";

  private final List<Source> ipv4;
  private final List<Source> ipv6;

  SocketMetrics(Instruments instruments) {
    ScopedInstrument inuse =
        instruments
            .metric(
                "network.socket.inuse",
                "{socket}",
                "Sockets in use in the network namespace, by transport")
            .upDownCounter();
    ScopedInstrument fragments =
        instruments
            .metric(
                "network.fragment.queue.count",
                "{queue}",
                "IP packets in reassembly in the network namespace, of which fragments are missing")
            .upDownCounter();
    ScopedInstrument fragmentMemory =
        instruments
            .metric(
                "network.fragment.queue.memory",
                "By",
                "Memory of IP fragments in reassembly in the network namespace")
            .upDownCounter();
    ipv4 =
        List.of(
            new Source(Field.TCP_INUSE, inuse, sockets("tcp", IPV4)),
            new Source(Field.UDP_INUSE, inuse, sockets("udp", IPV4)),
            new Source(Field.UDPLITE_INUSE, inuse, sockets("udplite", IPV4)),
            new Source(Field.RAW_INUSE, inuse, sockets("raw", IPV4)),
            new Source(Field.FRAG_INUSE, fragments, Attributes.of(TYPE, IPV4)),
            new Source(Field.FRAG_MEMORY, fragmentMemory, Attributes.of(TYPE, IPV4)));
    ipv6 =
        List.of(
            new Source(Field.TCP6_INUSE, inuse, sockets("tcp", IPV6)),
            new Source(Field.UDP6_INUSE, inuse, sockets("udp", IPV6)),
            new Source(Field.UDPLITE6_INUSE, inuse, sockets("udplite", IPV6)),
            new Source(Field.RAW6_INUSE, inuse, sockets("raw", IPV6)),
            new Source(Field.FRAG6_INUSE, fragments, Attributes.of(TYPE, IPV6)),
            new Source(Field.FRAG6_MEMORY, fragmentMemory, Attributes.of(TYPE, IPV6)));
  }

  /// What of `net/sockstat` becomes a metric.
  List<Source> ipv4() {
    return ipv4;
  }

  /// What of `net/sockstat6` becomes a metric.
  List<Source> ipv6() {
    return ipv6;
  }

  /// Whether any of these is wanted.
  static boolean isOn(Source[] sources, Scope scope) {
    for (Source source : sources) {
      if (source.instrument.isOn(scope)) {
        return true;
      }
    }
    return false;
  }

  /// How many of these are wanted.
  static int points(Source[] sources, Scope scope) {
    int points = 0;
    for (Source source : sources) {
      points += source.instrument.isOn(scope) ? 1 : 0;
    }
    return points;
  }

  /// Records what the file has, if there is room for it.
  static void record(Source[] sources, NetSockstat sockstat, NamespaceSeries series) {
    int points = 0;
    for (Source source : sources) {
      if (KernelNumber.isKnown(sockstat.value(source.field))
          && source.instrument.isOn(series.scope())) {
        points++;
      }
    }
    if (series.reserve(points)) {
      for (Source source : sources) {
        source.record(sockstat, series);
      }
    }
  }

  private static Attributes sockets(String transport, String type) {
    return Attributes.of(TRANSPORT, transport, TYPE, type);
  }

  /// A number of the kernel and the series it belongs to.
  ///
  /// @param attributes beside the identity; null for none
  /// @param factor the unit of the kernel's number in that of the metric
  record Source(
      Field field, ScopedInstrument instrument, @Nullable Attributes attributes, long factor) {

    Source(Field field, ScopedInstrument instrument, @Nullable Attributes attributes) {
      this(field, instrument, attributes, 1);
    }

    private void record(NetSockstat sockstat, NamespaceSeries series) {
      Attributes all = attributes == null ? series.identity() : series.with(attributes);
      instrument.record(series.scope(), KernelNumber.times(sockstat.value(field), factor), all);
    }
  }
}
