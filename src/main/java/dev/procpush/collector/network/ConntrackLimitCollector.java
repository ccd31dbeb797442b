// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.NamespaceCollector;
import dev.procpush.collector.NamespaceReader;
import dev.procpush.collector.NamespaceSeries;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.NumberFile;

/// `/proc/sys/net/netfilter/nf_conntrack_max`, which is one for all namespaces.
final class ConntrackLimitCollector implements NamespaceCollector {
  private final HostFiles host;
  private final ScopedInstrument limit;

  ConntrackLimitCollector(Instruments instruments, HostFiles host) {
    this.host = host;
    limit =
        instruments
            .metric(
                "network.conntrack.limit",
                "{entry}",
                "Maximum number of connections that each network namespace may track")
            .only(Scope.SYSTEM)
            .upDownCounter();
  }

  @Override
  public String name() {
    return "nf_conntrack_max";
  }

  @Override
  public boolean observes(Scope scope) {
    return limit.isOn(scope);
  }

  @Override
  public void observe(NamespaceReader files, NamespaceSeries series)
      throws ErrnoException, MalformedKernelDataException {
    long value = host.readProc("sys/net/netfilter/nf_conntrack_max", NumberFile.AMOUNT);
    if (series.reserve(1)) {
      limit.record(series.scope(), value, series.identity());
    }
  }
}
