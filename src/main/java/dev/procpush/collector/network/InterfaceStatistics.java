// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.parse.netlink.LinkStatistics;
import io.opentelemetry.api.common.Attributes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The counters of an interface that net/dev lacks or adds up, off by default, under the kernel's
/// names.
final class InterfaceStatistics {
  /// These count packets that nothing was wrong with.
  private static final Set<String> PACKETS =
      Set.of("rx_dropped", "rx_nohandler", "rx_otherhost_dropped");

  /// As they are in net/dev.
  private static final Set<String> IN_NET_DEV =
      Set.of(
          "rx_packets",
          "tx_packets",
          "rx_bytes",
          "tx_bytes",
          "rx_errors",
          "tx_errors",
          "tx_dropped",
          "multicast",
          "collisions",
          "rx_fifo_errors",
          "tx_fifo_errors",
          "rx_compressed",
          "tx_compressed");

  /// By their place in the kernel's structure; null where net/dev tells.
  private final @Nullable ScopedInstrument[] counters =
      new ScopedInstrument[LinkStatistics.FIELDS.size()];

  /// By [Scope#index].
  private final int[] points = new int[Scope.values().length];

  InterfaceStatistics(Instruments instruments) {
    for (int i = 0; i < counters.length; i++) {
      String field = LinkStatistics.FIELDS.get(i);
      if (!IN_NET_DEV.contains(field)) {
        ScopedInstrument counter =
            instruments
                .metric(
                    "network.interface.stats." + field,
                    PACKETS.contains(field) ? "{packet}" : "{error}",
                    "Statistic `"
                        + field
                        + "` of the interface (the kernel's `struct rtnl_link_stats64`)")
                .offByDefault()
                .counter();
        counters[i] = counter;
        for (Scope scope : Scope.values()) {
          points[scope.index()] += counter.isOn(scope) ? 1 : 0;
        }
      }
    }
  }

  /// How many points an interface has at most.
  int points(Scope scope) {
    return points[scope.index()];
  }

  void record(Scope scope, LinkStatistics statistics, Attributes attributes) {
    for (int i = 0; i < statistics.size(); i++) {
      ScopedInstrument counter = counters[i];
      if (counter != null) {
        counter.record(scope, statistics.value(i), attributes);
      }
    }
  }
}
