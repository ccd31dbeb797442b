// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.netlink;

import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.MalformedKernelDataException.Loss;
import dev.procpush.parse.TcpSockets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// The answer to `TCPDIAG_GETSOCK`: how many TCP sockets of a namespace are in each state, IPv4 and
/// IPv6 together (`<linux/inet_diag.h>`, `struct inet_diag_msg`).
public final class InetDiagMessages {
  private static final String ANSWER = "tcp_diag";
  private static final int TCPDIAG_GETSOCK = 18;
  private static final int SOCK_DIAG_BY_FAMILY = 20;

  /// `sizeof(struct inet_diag_msg)`.
  private static final int INET_DIAG_MSG = 72;

  private static final int FAMILY = 0;
  private static final int STATE = 1;
  private static final int TIMER = 2;
  private static final int ID = 4;
  private static final int INODE = 68;

  /// `sizeof(struct inet_diag_sockid)`.
  private static final int INET_DIAG_SOCKID = 48;

  private static final int TCP_LISTEN = 10;

  /// No place in an answer.
  private static final int END = -1;

  private InetDiagMessages() {}

  /// Parses the whole answer; sockets in a state that is not known here are left out.
  ///
  /// @param lost is told of a socket that cannot be read
  /// @throws MalformedKernelDataException when a message has no end
  public static TcpSockets parse(
      byte[] bytes, int length, Consumer<MalformedKernelDataException> lost)
      throws MalformedKernelDataException {
    NetlinkCursor cursor = new NetlinkCursor(ANSWER, bytes, length, lost);
    TcpSockets.Tally tally = new TcpSockets.Tally();
    for (int at = nextSocket(cursor); at != END; at = nextSocket(cursor)) {
      tally.add(cursor.uint8(at + STATE), cursor.uint8(at + TIMER), cursor.int32(at + INODE));
    }
    return tally.sockets();
  }

  /// What the sockets of an answer are known by, in the kernel's order.
  ///
  /// @throws MalformedKernelDataException when a message has no end
  public static List<TcpSocketId> ids(byte[] bytes, int length)
      throws MalformedKernelDataException {
    NetlinkCursor cursor = new NetlinkCursor(ANSWER, bytes, length, _ -> {});
    List<TcpSocketId> ids = new ArrayList<>();
    for (int at = nextSocket(cursor); at != END; at = nextSocket(cursor)) {
      byte[] id = Arrays.copyOfRange(bytes, at + ID, at + ID + INET_DIAG_SOCKID);
      ids.add(new TcpSocketId(cursor.uint8(at + FAMILY), id));
    }
    return ids;
  }

  /// Whether the one socket that was asked for listens.
  ///
  /// @throws MalformedKernelDataException when a message has no end
  public static boolean isListening(byte[] bytes, int length) throws MalformedKernelDataException {
    NetlinkCursor cursor = new NetlinkCursor(ANSWER, bytes, length, _ -> {});
    int at = nextSocket(cursor);
    return at != END && cursor.uint8(at + STATE) == TCP_LISTEN;
  }

  /// @return where the next socket's structure begins; [#END] behind the last
  private static int nextSocket(NetlinkCursor cursor) throws MalformedKernelDataException {
    while (cursor.nextMessage()) {
      int type = cursor.messageType();
      if (type == TCPDIAG_GETSOCK || type == SOCK_DIAG_BY_FAMILY) {
        try {
          return cursor.structure(INET_DIAG_MSG);
        } catch (MalformedKernelDataException e) {
          cursor.lose(e, Loss.MESSAGE);
        }
      }
    }
    return END;
  }
}
