// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.netlink;

import dev.procpush.parse.MalformedKernelDataException;

/// The answer to `TCPDIAG_GETSOCK`: how many TCP sockets of a namespace are in each state, IPv4 and
/// IPv6 together (`<linux/inet_diag.h>`, `struct inet_diag_msg`).
///
/// @param synReceived connections that a listener was asked for, which have no socket yet, as well
/// @param finWait2 closed ones that the kernel keeps in a small form as well
/// @param orphans connections that still end but that no process holds, as the kernel counts them
///   for the whole machine: not those that it keeps in a small form, nor those that a listener has
///   not handed out yet
public record InetDiagMessages(
    long established,
    long synSent,
    long synReceived,
    long finWait1,
    long finWait2,
    long timeWait,
    long close,
    long closeWait,
    long lastAck,
    long listen,
    long closing,
    long orphans) {
  private static final String ANSWER = "tcp_diag";
  private static final int TCPDIAG_GETSOCK = 18;
  private static final int SOCK_DIAG_BY_FAMILY = 20;

  /// `sizeof(struct inet_diag_msg)`.
  private static final int INET_DIAG_MSG = 72;

  private static final int STATE = 1;
  private static final int TIMER = 2;
  private static final int INODE = 68;

  /// `idiag_timer` of what is in TIME_WAIT or kept in its form.
  private static final int TIME_WAIT_TIMER = 3;

  /// `TCP_…` of `net/tcp_states.h`.
  private static final int ESTABLISHED = 1;

  private static final int SYN_SENT = 2;
  private static final int SYN_RECV = 3;
  private static final int FIN_WAIT1 = 4;
  private static final int FIN_WAIT2 = 5;
  private static final int TIME_WAIT = 6;
  private static final int CLOSE = 7;
  private static final int CLOSE_WAIT = 8;
  private static final int LAST_ACK = 9;
  private static final int LISTEN = 10;
  private static final int CLOSING = 11;
  private static final int NEW_SYN_RECV = 12;
  private static final int STATES = 13;

  /// Parses the whole answer; sockets in a state that is not known here are left out.
  ///
  /// @throws MalformedKernelDataException when any length is impossible
  public static InetDiagMessages parse(byte[] bytes, int length)
      throws MalformedKernelDataException {
    NetlinkCursor cursor = new NetlinkCursor(ANSWER, bytes, length);
    long[] counts = new long[STATES];
    long orphans = 0;
    while (cursor.nextMessage()) {
      int type = cursor.messageType();
      if (type != TCPDIAG_GETSOCK && type != SOCK_DIAG_BY_FAMILY) {
        continue;
      }
      int at = cursor.structure(INET_DIAG_MSG);
      int state = cursor.uint8(at + STATE);
      if (state < STATES) {
        counts[state]++;
      }
      if (endsAlone(state)
          && cursor.uint8(at + TIMER) != TIME_WAIT_TIMER
          && cursor.int32(at + INODE) == 0) {
        orphans++;
      }
    }
    return new InetDiagMessages(
        counts[ESTABLISHED],
        counts[SYN_SENT],
        counts[SYN_RECV] + counts[NEW_SYN_RECV],
        counts[FIN_WAIT1],
        counts[FIN_WAIT2],
        counts[TIME_WAIT],
        counts[CLOSE],
        counts[CLOSE_WAIT],
        counts[LAST_ACK],
        counts[LISTEN],
        counts[CLOSING],
        orphans);
  }

  /// Whether a connection in this state ends without its process's help.
  private static boolean endsAlone(int state) {
    return state == FIN_WAIT1 || state == FIN_WAIT2 || state == LAST_ACK || state == CLOSING;
  }
}
