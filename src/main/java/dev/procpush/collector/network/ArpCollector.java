// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import dev.procpush.collector.Instruments;
import dev.procpush.collector.InterfaceSeries;
import dev.procpush.collector.NamespaceCollector;
import dev.procpush.collector.NamespaceReader;
import dev.procpush.collector.NamespaceSeries;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.NetArp;
import java.util.Map;

/// `net/arp`: how many IPv4 neighbours the host knows, or looks for, on each interface. One without
/// any has no point.
final class ArpCollector implements NamespaceCollector {
  private final ScopedInstrument count;

  ArpCollector(Instruments instruments) {
    count =
        instruments
            .metric(
                "network.arp.entry.count",
                "{entry}",
                "Entries of the ARP table for the interface, incomplete ones included")
            .only(Scope.SYSTEM)
            .upDownCounter();
  }

  @Override
  public String name() {
    return "net_arp";
  }

  @Override
  public boolean observes(Scope scope) {
    return count.isOn(scope);
  }

  @Override
  public void observe(NamespaceReader files, NamespaceSeries series)
      throws ErrnoException, MalformedKernelDataException {
    Map<String, Integer> entries = files.read("net/arp", NetArp::parse).entries();
    if (series.reserve(entries.size())) {
      entries.forEach(
          (device, number) -> {
            InterfaceSeries attributes = series.networkInterface(device);
            if (attributes != null) {
              count.record(series.scope(), number, attributes.plain());
            }
          });
    }
  }
}
