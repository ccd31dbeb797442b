// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static dev.procpush.collector.Scope.SYSTEM;

import dev.procpush.collector.HostCollector;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.NetRpcNfs;
import io.opentelemetry.api.common.Attributes;
import java.util.List;

/// `net/rpc/nfs` of the host's namespace: what its NFS client has sent.
final class NfsClientCollector implements HostCollector {
  private final NfsCalls calls;
  private final ScopedInstrument requests;
  private final ScopedInstrument retransmits;
  private final ScopedInstrument refreshes;
  private final ScopedInstrument procedures;
  private final ScopedInstrument operations;

  NfsClientCollector(Instruments instruments) {
    calls = new NfsCalls(instruments, "client");
    requests =
        counter(
            instruments, "rpc.count", "{request}", "RPC calls that the kernel's NFS client sent");
    retransmits =
        counter(
            instruments,
            "rpc.retransmit.count",
            "{request}",
            "RPC calls that the kernel's NFS client sent again");
    refreshes =
        counter(
            instruments,
            "rpc.authrefresh.count",
            "{request}",
            "RPC credentials that the kernel's NFS client refreshed");
    procedures =
        counter(
            instruments,
            "procedure.count",
            "{procedure}",
            "NFS version 2 and 3 procedures that the kernel's NFS client called");
    operations =
        counter(
            instruments,
            "operation.count",
            "{operation}",
            "NFS version 4 operations that the kernel's NFS client called");
  }

  private static ScopedInstrument counter(
      Instruments instruments, String suffix, String unit, String description) {
    return NfsCalls.metric(instruments, "nfs.client." + suffix, unit, description).counter();
  }

  @Override
  public String name() {
    return "net_rpc_nfs";
  }

  @Override
  public boolean isOn() {
    return calls.isOn()
        || ScopedInstrument.countOn(
                List.of(requests, retransmits, refreshes, procedures, operations), SYSTEM)
            > 0;
  }

  @Override
  public void observe(HostFiles files) throws ErrnoException, MalformedKernelDataException {
    NetRpcNfs client = files.readProc("1/net/rpc/nfs", NetRpcNfs::parse);
    calls.recordNet(client.net());
    requests.record(SYSTEM, client.rpc().get(0), Attributes.empty());
    retransmits.record(SYSTEM, client.rpc().get(1), Attributes.empty());
    refreshes.record(SYSTEM, client.rpc().get(2), Attributes.empty());
    client
        .procedures()
        .forEach(
            (version, counts) -> {
              if (version == 4) {
                NfsCalls.record(operations, counts, NfsCalls.CLIENT_OPERATIONS);
              } else {
                NfsCalls.record(procedures, counts, NfsCalls.procedures(version));
              }
            });
  }
}
