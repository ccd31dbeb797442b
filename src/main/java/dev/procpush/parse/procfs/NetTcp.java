// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;

/// `/proc/<pid>/net/tcp` or `tcp6`: the TCP sockets of the process's namespace, counted by their
/// state (`net/ipv4/tcp_ipv4.c`, `tcp4_seq_show`; `net/ipv6/tcp_ipv6.c`, `tcp6_seq_show`).
///
/// ```text
///   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
///    0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1574 …
/// ```
///
/// @param synReceived also those for which the kernel has no full socket yet (its NEW_SYN_RECV)
/// @param orphans sockets that no process has any more and that still have something to send or to
///   wait for, as the kernel itself counts them: those in FIN_WAIT1, FIN_WAIT2, CLOSING or LAST_ACK
///   with inode number 0, but not those that the kernel has shrunk to wait for their end (timer 3)
public record NetTcp(
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
  private static final String FILE = "net/tcp[6]";

  // the numbers of include/net/tcp_states.h
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

  private static final int ORPHAN_STATES =
      1 << FIN_WAIT1 | 1 << FIN_WAIT2 | 1 << CLOSING | 1 << LAST_ACK;
  private static final int TIMEWAIT_TIMER = 3;

  /// Parses the whole file. Sockets in a state that is not known here are not counted.
  ///
  /// @throws MalformedKernelDataException when any line is not as the header says
  public static NetTcp parse(byte[] bytes, int length) throws MalformedKernelDataException {
    ByteCursor cursor = new ByteCursor(FILE, bytes, length);
    SocketLines lines = new SocketLines(cursor);
    long[] byState = new long[STATES];
    long orphans = 0;
    while (lines.next()) {
      long state = lines.state();
      boolean orphaned = lines.inode() == 0 && lines.timer() != TIMEWAIT_TIMER;
      if (state <= 0) {
        throw cursor.malformed("st: not a state");
      }
      if (state < STATES) {
        byState[(int) state]++;
        orphans += orphaned ? ORPHAN_STATES >>> state & 1 : 0;
      }
    }
    return new NetTcp(
        byState[ESTABLISHED],
        byState[SYN_SENT],
        byState[SYN_RECV] + byState[NEW_SYN_RECV],
        byState[FIN_WAIT1],
        byState[FIN_WAIT2],
        byState[TIME_WAIT],
        byState[CLOSE],
        byState[CLOSE_WAIT],
        byState[LAST_ACK],
        byState[LISTEN],
        byState[CLOSING],
        orphans);
  }
}
