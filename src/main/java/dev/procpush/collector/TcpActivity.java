// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

/// What the files of one visit tell about TCP in a namespace, so that the states of its sockets
/// need not be asked for one by one where these figures already say that there is nothing to see.
public final class TcpActivity {
  /// Not read in this visit.
  public static final long UNKNOWN = -1;

  private long inSegs = UNKNOWN;
  private long inuse = UNKNOWN;
  private long inuse6 = UNKNOWN;
  private long timeWait = UNKNOWN;
  private long quietInSegs = UNKNOWN;

  void beginVisit() {
    inSegs = UNKNOWN;
    inuse = UNKNOWN;
    inuse6 = UNKNOWN;
    timeWait = UNKNOWN;
  }

  /// `Tcp InSegs` of net/snmp.
  public void inSegs(long segments) {
    inSegs = segments;
  }

  /// `TCP: inuse` and `tw` of net/sockstat.
  public void sockstat(long inuseSockets, long timeWaitSockets) {
    inuse = inuseSockets;
    timeWait = timeWaitSockets;
  }

  /// `TCP6: inuse` of net/sockstat6.
  public void sockstat6(long inuseSockets) {
    inuse6 = inuseSockets;
  }

  public long inSegs() {
    return inSegs;
  }

  /// Sockets of both families; [#UNKNOWN] where one of the files was not read.
  public long inuse() {
    return inuse == UNKNOWN || inuse6 == UNKNOWN ? UNKNOWN : inuse + inuse6;
  }

  /// `tw`, both families; [#UNKNOWN] where the file was not read.
  public long timeWait() {
    return timeWait;
  }

  /// Notes what a dump of all sockets said: half-open connections (`SYN_RECV`) are in no other
  /// figure, but none can have come while no segment has.
  public void dumped(boolean halfOpen) {
    quietInSegs = halfOpen ? UNKNOWN : inSegs;
  }

  /// Whether there can be no half-open connection: the last dump showed none, and no segment has
  /// come since just before it.
  public boolean isQuiet() {
    return inSegs != UNKNOWN && inSegs == quietInSegs;
  }
}
