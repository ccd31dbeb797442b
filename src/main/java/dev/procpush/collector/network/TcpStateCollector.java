// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import dev.procpush.collector.Instruments;
import dev.procpush.collector.NamespaceCollector;
import dev.procpush.collector.NamespaceReader;
import dev.procpush.collector.NamespaceSeries;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.collector.TcpActivity;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.NetlinkRequest;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.TcpSockets;
import dev.procpush.parse.netlink.InetDiagMessages;
import dev.procpush.parse.procfs.NetTcp;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.function.LongSupplier;

/// The TCP sockets of a namespace by state, asked of netlink's `tcp_diag` inside the namespace,
/// else of `net/tcp` and `net/tcp6`. What is dumped is as little as tells the truth: see
/// `docs/adr/0009`.
final class TcpStateCollector implements NamespaceCollector {
  private static final AttributeKey<String> TRANSPORT = AttributeKey.stringKey("network.transport");
  private static final AttributeKey<String> STATE =
      AttributeKey.stringKey("network.connection.state");
  private static final Attributes CLOSED = state("closed");
  private static final Attributes CLOSE_WAIT = state("close_wait");
  private static final Attributes CLOSING = state("closing");
  private static final Attributes ESTABLISHED = state("established");
  private static final Attributes FIN_WAIT_1 = state("fin_wait_1");
  private static final Attributes FIN_WAIT_2 = state("fin_wait_2");
  private static final Attributes LAST_ACK = state("last_ack");
  private static final Attributes LISTEN = state("listen");
  private static final Attributes SYN_RECEIVED = state("syn_received");
  private static final Attributes SYN_SENT = state("syn_sent");
  private static final Attributes TIME_WAIT = state("time_wait");
  private static final int STATES = 11;

  private final ScopedInstrument connections;
  private final ScopedInstrument orphans;
  private final boolean wanted;
  private final TcpTableTurns turns;

  /// Whether the kernel may have `tcp_diag`. Asked for it again, one that has none would look for
  /// the module each time.
  private boolean hasDiag = true;

  TcpStateCollector(Instruments instruments, TcpTables tables) {
    this(instruments, tables, System::nanoTime);
  }

  TcpStateCollector(Instruments instruments, TcpTables tables, LongSupplier nanoClock) {
    connections =
        instruments
            .metric(
                "network.connection.count",
                "{connection}",
                "TCP sockets of the network namespace by state, IPv4 and IPv6 together")
            .upDownCounter();
    orphans =
        instruments
            .metric(
                "network.tcp.orphan",
                "{socket}",
                "Orphaned TCP sockets of the network namespace: closing connections that no process"
                    + " holds")
            .upDownCounter();
    wanted = !tables.equals(TcpTables.OFF);
    turns = new TcpTableTurns(tables, nanoClock);
  }

  @Override
  public String name() {
    return "tcp_diag";
  }

  @Override
  public boolean observes(Scope scope) {
    return wanted && (connections.isOn(scope) || orphans.isOn(scope));
  }

  @Override
  public int expected(Scope scope) {
    return observes(scope) ? points(scope) : 0;
  }

  @Override
  public void beginCycle(int namespaces) {
    turns.beginCycle(namespaces);
  }

  @Override
  public int endCycle() {
    return turns.endCycle();
  }

  @Override
  public void observe(NamespaceReader files, NamespaceSeries series)
      throws ErrnoException, MalformedKernelDataException {
    ErrnoException notAsked = null;
    if (hasDiag) {
      try {
        record(asked(files, series), series);
        return;
      } catch (ErrnoException e) {
        boolean isUnknown = e.errno() == ErrnoException.EOPNOTSUPP;
        if (files.isEntered() && !isUnknown) {
          throw e;
        }
        hasDiag = !isUnknown;
        notAsked = e;
      }
    }
    if (!turns.areFew()) {
      throw notAsked == null
          ? new ErrnoException(ErrnoException.EOPNOTSUPP, "recvfrom", name())
          : notAsked;
    }
    if (turns.begin(series.scope())) {
      try {
        record(read(files), series);
      } finally {
        turns.end();
      }
    }
  }

  /// The half-open connections are in no figure but the dump of all, so the shorter ways are open
  /// only while there can be none.
  private static TcpSockets asked(NamespaceReader files, NamespaceSeries series)
      throws ErrnoException, MalformedKernelDataException {
    TcpActivity tcp = series.tcp();
    if (tcp.isQuiet() && tcp.timeWait() == 0 && tcp.inuse() != TcpActivity.UNKNOWN) {
      if (tcp.inuse() == 0) {
        return TcpSockets.NONE;
      }
      KnownListeners listeners = series.memory(KnownListeners.class, KnownListeners::new);
      TcpSockets listening = listeners.count(files, tcp.inuse());
      if (listening.listen() == tcp.inuse()) {
        return listening;
      }
    }
    FileContent answer = files.ask(NetlinkRequest.TCP_ALL);
    TcpSockets all = InetDiagMessages.parse(answer.bytes(), answer.length(), files::lose);
    tcp.dumped(all.synReceived() > 0);
    return all;
  }

  /// A kernel without IPv6 has no net/tcp6.
  private static TcpSockets read(NamespaceReader files)
      throws ErrnoException, MalformedKernelDataException {
    TcpSockets ipv4 = files.read("net/tcp", NetTcp::parse);
    try {
      return ipv4.plus(files.read("net/tcp6", NetTcp::parse));
    } catch (ErrnoException e) {
      if (e.errno() != ErrnoException.ENOENT) {
        throw e;
      }
      return ipv4;
    }
  }

  private void record(TcpSockets sockets, NamespaceSeries series) {
    Scope scope = series.scope();
    if (!series.reserve(points(scope))) {
      return;
    }
    if (connections.isOn(scope)) {
      connections.record(scope, sockets.close(), series.with(CLOSED));
      connections.record(scope, sockets.closeWait(), series.with(CLOSE_WAIT));
      connections.record(scope, sockets.closing(), series.with(CLOSING));
      connections.record(scope, sockets.established(), series.with(ESTABLISHED));
      connections.record(scope, sockets.finWait1(), series.with(FIN_WAIT_1));
      connections.record(scope, sockets.finWait2(), series.with(FIN_WAIT_2));
      connections.record(scope, sockets.lastAck(), series.with(LAST_ACK));
      connections.record(scope, sockets.listen(), series.with(LISTEN));
      connections.record(scope, sockets.synReceived(), series.with(SYN_RECEIVED));
      connections.record(scope, sockets.synSent(), series.with(SYN_SENT));
      connections.record(scope, sockets.timeWait(), series.with(TIME_WAIT));
    }
    orphans.record(scope, sockets.orphans(), series.identity());
  }

  private int points(Scope scope) {
    return (connections.isOn(scope) ? STATES : 0) + (orphans.isOn(scope) ? 1 : 0);
  }

  private static Attributes state(String state) {
    return Attributes.of(TRANSPORT, "tcp", STATE, state);
  }
}
