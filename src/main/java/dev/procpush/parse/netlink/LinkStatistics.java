// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.netlink;

import java.util.Arrays;
import java.util.List;

/// `struct rtnl_link_stats64` of `<linux/if_link.h>`: the counters of a device. Older kernels tell
/// fewer, newer ones more, which have no name here.
public final class LinkStatistics {
  /// The kernel's names, in its order.
  public static final List<String> FIELDS =
      List.of(
          "rx_packets",
          "tx_packets",
          "rx_bytes",
          "tx_bytes",
          "rx_errors",
          "tx_errors",
          "rx_dropped",
          "tx_dropped",
          "multicast",
          "collisions",
          "rx_length_errors",
          "rx_over_errors",
          "rx_crc_errors",
          "rx_frame_errors",
          "rx_fifo_errors",
          "rx_missed_errors",
          "tx_aborted_errors",
          "tx_carrier_errors",
          "tx_fifo_errors",
          "tx_heartbeat_errors",
          "tx_window_errors",
          "rx_compressed",
          "tx_compressed",
          "rx_nohandler",
          "rx_otherhost_dropped");

  /// Of a device that tells none.
  static final LinkStatistics NONE = new LinkStatistics(new long[0]);

  private final long[] values;

  private LinkStatistics(long[] values) {
    this.values = values;
  }

  /// What the current attribute holds.
  static LinkStatistics of(NetlinkCursor cursor) {
    int known = Math.min(FIELDS.size(), cursor.attributeLength() / Long.BYTES);
    long[] values = new long[known];
    for (int i = 0; i < known; i++) {
      values[i] = cursor.int64(cursor.attributeStart() + i * Long.BYTES);
    }
    return new LinkStatistics(values);
  }

  /// How many of [#FIELDS] the kernel tells, from the first.
  public int size() {
    return values.length;
  }

  /// A counter, unsigned.
  ///
  /// @param field its place in [#FIELDS], below [#size()]
  public long value(int field) {
    return values[field];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LinkStatistics statistics && Arrays.equals(values, statistics.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }
}
