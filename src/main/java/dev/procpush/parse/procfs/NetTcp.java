// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.MalformedKernelDataException.Loss;
import dev.procpush.parse.TcpSockets;

/// `/proc/<pid>/net/tcp` or `tcp6`: the TCP sockets of the process's namespace, counted by their
/// state (`net/ipv4/tcp_ipv4.c`, `tcp4_seq_show`; `net/ipv6/tcp_ipv6.c`, `tcp6_seq_show`).
///
/// ```text
///   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
///    0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1574 …
/// ```
public final class NetTcp {

  private NetTcp() {}

  /// Parses the whole file. Sockets in a state that is not known here are not counted, and neither
  /// are those whose line or state cannot be read.
  ///
  /// @throws MalformedKernelDataException when the header is not known
  public static TcpSockets parse(ByteCursor cursor) throws MalformedKernelDataException {
    SocketLines lines = new SocketLines(cursor);
    TcpSockets.Tally tally = new TcpSockets.Tally();
    while (lines.next()) {
      try {
        lines.readState();
        tally.add(lines.state(), lines.timer(), lines.inode());
      } catch (MalformedKernelDataException e) {
        cursor.lose(e, Loss.LINE);
      }
    }
    return tally.sockets();
  }
}
