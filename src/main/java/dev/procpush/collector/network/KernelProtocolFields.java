// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import dev.procpush.collector.HostFiles;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.Parser;
import dev.procpush.parse.procfs.NetSnmp6;
import dev.procpush.parse.procfs.ProtocolCounters;
import dev.procpush.parse.procfs.SnmpTable;
import java.util.Set;
import java.util.TreeSet;

/// The protocol counters that the running kernel has, as the host's own namespace shows them.
public final class KernelProtocolFields {
  private KernelProtocolFields() {}

  /// Their names, as in `Tcp_RetransSegs`. A file that cannot be read gives none: its fields are
  /// met later.
  public static Set<String> of(HostFiles host) {
    Set<String> names = new TreeSet<>();
    add(names, host, "1/net/snmp", new SnmpTable(_ -> true));
    add(names, host, "1/net/netstat", new SnmpTable(_ -> true));
    add(names, host, "1/net/snmp6", new NetSnmp6(_ -> true));
    return names;
  }

  private static void add(
      Set<String> names, HostFiles host, String name, Parser<ProtocolCounters> parser) {
    try {
      ProtocolCounters counters = host.readProc(name, parser);
      for (int column = 0; column < counters.size(); column++) {
        names.add(counters.field(column).kernelName());
      }
    } catch (ErrnoException | MalformedKernelDataException e) {
      // the collector of the file meets the same and says so
    }
  }
}
