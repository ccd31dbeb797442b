// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.netlink;

import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.TcpSockets;

/// The answer to `TCPDIAG_GETSOCK`: how many TCP sockets of a namespace are in each state, IPv4 and
/// IPv6 together (`<linux/inet_diag.h>`, `struct inet_diag_msg`).
public final class InetDiagMessages {
  private static final String ANSWER = "tcp_diag";
  private static final int TCPDIAG_GETSOCK = 18;
  private static final int SOCK_DIAG_BY_FAMILY = 20;

  /// `sizeof(struct inet_diag_msg)`.
  private static final int INET_DIAG_MSG = 72;

  private static final int STATE = 1;
  private static final int TIMER = 2;
  private static final int INODE = 68;

  private InetDiagMessages() {}

  /// Parses the whole answer; sockets in a state that is not known here are left out.
  ///
  /// @throws MalformedKernelDataException when any length is impossible
  public static TcpSockets parse(byte[] bytes, int length) throws MalformedKernelDataException {
    NetlinkCursor cursor = new NetlinkCursor(ANSWER, bytes, length);
    TcpSockets.Tally tally = new TcpSockets.Tally();
    while (cursor.nextMessage()) {
      int type = cursor.messageType();
      if (type == TCPDIAG_GETSOCK || type == SOCK_DIAG_BY_FAMILY) {
        int at = cursor.structure(INET_DIAG_MSG);
        tally.add(cursor.uint8(at + STATE), cursor.uint8(at + TIMER), cursor.int32(at + INODE));
      }
    }
    return tally.sockets();
  }
}
