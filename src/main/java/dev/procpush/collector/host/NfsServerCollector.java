// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static dev.procpush.collector.Scope.SYSTEM;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import dev.procpush.collector.HostCollector;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.NetRpcNfsd;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.List;

/// `net/rpc/nfsd` of the host's namespace: what its NFS server has answered.
final class NfsServerCollector implements HostCollector {
  private static final AttributeKey<String> CACHE = stringKey("nfs.server.repcache.status");
  private static final AttributeKey<String> DIRECTION = stringKey("network.io.direction");
  private static final AttributeKey<String> ERROR = stringKey("error.type");
  private static final Attributes[] CACHE_STATUS = each(CACHE, "hit", "miss", "nocache");
  private static final Attributes[] IO = each(DIRECTION, "receive", "transmit");
  private static final Attributes[] BAD = each(ERROR, "format", "auth", "client");

  private final NfsCalls calls;
  private final ScopedInstrument replyCache;
  private final ScopedInstrument stale;
  private final ScopedInstrument io;
  private final ScopedInstrument threads;
  private final ScopedInstrument requests;
  private final ScopedInstrument procedures;
  private final ScopedInstrument operations;

  NfsServerCollector(Instruments instruments) {
    calls = new NfsCalls(instruments, "server");
    replyCache =
        counter(
            instruments,
            "repcache.requests",
            "{request}",
            "Requests to the reply cache of the kernel's NFS server");
    stale =
        counter(
            instruments,
            "fh.stale.count",
            "{fh}",
            "Stale file handles that the kernel's NFS server met");
    io =
        counter(
            instruments,
            "io",
            "By",
            "Bytes that the kernel's NFS server read (receive) and wrote (transmit)");
    threads =
        NfsCalls.metric(
                instruments,
                "nfs.server.thread.count",
                "{thread}",
                "Threads of the kernel's NFS server")
            .upDownCounter();
    requests =
        counter(
            instruments,
            "rpc.count",
            "{request}",
            "RPC calls that the kernel's NFS server answered; with `error.type`, those that it"
                + " refused");
    procedures =
        counter(
            instruments,
            "procedure.count",
            "{procedure}",
            "NFS procedures that the kernel's NFS server executed");
    operations =
        counter(
            instruments,
            "operation.count",
            "{operation}",
            "NFS version 4 operations that the kernel's NFS server executed");
  }

  private static ScopedInstrument counter(
      Instruments instruments, String suffix, String unit, String description) {
    return NfsCalls.metric(instruments, "nfs.server." + suffix, unit, description).counter();
  }

  private static Attributes[] each(AttributeKey<String> key, String... values) {
    return List.of(values).stream()
        .map(value -> Attributes.of(key, value))
        .toArray(Attributes[]::new);
  }

  @Override
  public String name() {
    return "net_rpc_nfsd";
  }

  @Override
  public boolean isOn() {
    return calls.isOn()
        || ScopedInstrument.countOn(
                List.of(replyCache, stale, io, threads, requests, procedures, operations), SYSTEM)
            > 0;
  }

  @Override
  public void observe(HostFiles files) throws ErrnoException, MalformedKernelDataException {
    NetRpcNfsd server = files.readProc("1/net/rpc/nfsd", NetRpcNfsd::parse);
    calls.recordNet(server.net());
    NfsCalls.record(replyCache, server.replyCache(), CACHE_STATUS);
    stale.record(SYSTEM, server.fileHandles().get(0), Attributes.empty());
    NfsCalls.record(io, server.io(), IO);
    threads.record(SYSTEM, server.threads(), Attributes.empty());
    requests.record(SYSTEM, server.rpc().get(0), Attributes.empty());
    for (int i = 0; i < BAD.length; i++) {
      requests.record(SYSTEM, server.rpc().get(2 + i), BAD[i]);
    }
    server
        .procedures()
        .forEach(
            (version, counts) -> NfsCalls.record(procedures, counts, NfsCalls.procedures(version)));
    NfsCalls.record(operations, server.operations(), NfsCalls.SERVER_OPERATIONS);
  }
}
