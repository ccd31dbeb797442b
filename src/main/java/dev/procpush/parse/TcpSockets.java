// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse;

/// How many TCP sockets of a namespace are in each state, by the names of the kernel's states.
///
/// @param synReceived connections that a listener was asked for, which have no socket yet, as well
///   (the kernel's NEW_SYN_RECV)
/// @param finWait2 closed ones that the kernel keeps in a small form as well
/// @param orphans connections that still end but that no process holds, as the kernel counts them
///   for the whole machine: not those that it keeps in a small form, nor those that a listener has
///   not handed out yet; [KernelNumber#NONE] where it cannot be read of one whether it is
public record TcpSockets(
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
  /// No socket.
  public static final TcpSockets NONE = new Tally().sockets();

  /// These and others.
  public TcpSockets plus(TcpSockets other) {
    return new TcpSockets(
        established + other.established,
        synSent + other.synSent,
        synReceived + other.synReceived,
        finWait1 + other.finWait1,
        finWait2 + other.finWait2,
        timeWait + other.timeWait,
        close + other.close,
        closeWait + other.closeWait,
        lastAck + other.lastAck,
        listen + other.listen,
        closing + other.closing,
        KernelNumber.plus(orphans, other.orphans));
  }

  /// Counts sockets one by one.
  public static final class Tally {
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

    /// The states in which a connection ends without its process's help.
    private static final int ENDING =
        1 << FIN_WAIT1 | 1 << FIN_WAIT2 | 1 << LAST_ACK | 1 << CLOSING;

    /// The timer of what is in TIME_WAIT or kept in its form.
    private static final int TIME_WAIT_TIMER = 3;

    private final long[] counts = new long[STATES];
    private long orphans;

    /// Counts one. A socket in a state that is not known here is left out. Each number may be
    /// [KernelNumber#NONE].
    ///
    /// @param state of `include/net/tcp_states.h`
    /// @param timer the one that runs, as `net/tcp` and `tcp_diag` number it
    /// @param inode of the socket's file; 0 where no process has it
    public void add(long state, long timer, long inode) {
      if (state > 0 && state < STATES) {
        counts[(int) state]++;
        boolean ends = (ENDING >>> state & 1) != 0;
        if (ends && timer != TIME_WAIT_TIMER && (inode == 0 || !KernelNumber.isKnown(inode))) {
          long one = KernelNumber.isKnown(timer) ? 1 : KernelNumber.NONE;
          orphans = KernelNumber.plus(orphans, inode == 0 ? one : KernelNumber.NONE);
        }
      }
    }

    /// What was counted.
    public TcpSockets sockets() {
      return new TcpSockets(
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
  }
}
