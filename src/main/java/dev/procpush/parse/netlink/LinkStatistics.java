// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.netlink;

import static dev.procpush.parse.KernelNumber.plus;

import dev.procpush.parse.DeviceCounters;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException.Loss;
import java.util.Arrays;
import java.util.List;

/// `struct rtnl_link_stats64` of `<linux/if_link.h>`: the counters of a device. Older kernels tell
/// fewer, newer ones more, which have no name here. `net/dev` shows the same ones, some of them
/// added up (`net/core/net-procfs.c`, `dev_seq_printf_stats`).
public final class LinkStatistics implements DeviceCounters {
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

  private static final int RX_PACKETS = 0;
  private static final int TX_PACKETS = 1;
  private static final int RX_BYTES = 2;
  private static final int TX_BYTES = 3;
  private static final int RX_ERRORS = 4;
  private static final int TX_ERRORS = 5;
  private static final int RX_DROPPED = 6;
  private static final int TX_DROPPED = 7;
  private static final int MULTICAST = 8;
  private static final int COLLISIONS = 9;
  private static final int RX_LENGTH_ERRORS = 10;
  private static final int RX_OVER_ERRORS = 11;
  private static final int RX_CRC_ERRORS = 12;
  private static final int RX_FRAME_ERRORS = 13;
  private static final int RX_FIFO_ERRORS = 14;
  private static final int RX_MISSED_ERRORS = 15;
  private static final int TX_ABORTED_ERRORS = 16;
  private static final int TX_CARRIER_ERRORS = 17;
  private static final int TX_FIFO_ERRORS = 18;
  private static final int TX_HEARTBEAT_ERRORS = 19;
  private static final int TX_WINDOW_ERRORS = 20;
  private static final int RX_COMPRESSED = 21;
  private static final int TX_COMPRESSED = 22;

  /// How many of them the counters of `net/dev` are made of.
  private static final int IN_NET_DEV = TX_COMPRESSED + 1;

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
      long bits = cursor.int64(cursor.attributeStart() + i * Long.BYTES);
      values[i] = bits >= 0 ? bits : large(bits, cursor, i);
    }
    return new LinkStatistics(values);
  }

  private static long large(long bits, NetlinkCursor cursor, int field) {
    long value = KernelNumber.COUNTER.checked(bits);
    if (!KernelNumber.isKnown(value)) {
      cursor.lose(FIELDS.get(field) + ": below zero", Loss.VALUE);
    }
    return value;
  }

  /// How many of [#FIELDS] the kernel tells, from the first.
  public int size() {
    return values.length;
  }

  /// A counter, unsigned; [KernelNumber#NONE] for one that was counted below 0.
  ///
  /// @param field its place in [#FIELDS], below [#size()]
  public long value(int field) {
    return values[field];
  }

  /// Whether the kernel tells all that the counters of `net/dev` are made of, as each since 2.6.35
  /// does. Without it none of these may be asked for.
  public boolean hasDeviceCounters() {
    return values.length >= IN_NET_DEV;
  }

  @Override
  public long receiveBytes() {
    return values[RX_BYTES];
  }

  @Override
  public long receivePackets() {
    return values[RX_PACKETS];
  }

  @Override
  public long receiveErrs() {
    return values[RX_ERRORS];
  }

  @Override
  public long receiveDrop() {
    return plus(values[RX_DROPPED], values[RX_MISSED_ERRORS]);
  }

  @Override
  public long receiveFifo() {
    return values[RX_FIFO_ERRORS];
  }

  @Override
  public long receiveFrame() {
    return plus(
        plus(values[RX_LENGTH_ERRORS], values[RX_OVER_ERRORS]),
        plus(values[RX_CRC_ERRORS], values[RX_FRAME_ERRORS]));
  }

  @Override
  public long receiveCompressed() {
    return values[RX_COMPRESSED];
  }

  @Override
  public long receiveMulticast() {
    return values[MULTICAST];
  }

  @Override
  public long transmitBytes() {
    return values[TX_BYTES];
  }

  @Override
  public long transmitPackets() {
    return values[TX_PACKETS];
  }

  @Override
  public long transmitErrs() {
    return values[TX_ERRORS];
  }

  @Override
  public long transmitDrop() {
    return values[TX_DROPPED];
  }

  @Override
  public long transmitFifo() {
    return values[TX_FIFO_ERRORS];
  }

  @Override
  public long transmitColls() {
    return values[COLLISIONS];
  }

  @Override
  public long transmitCarrier() {
    return plus(
        plus(values[TX_CARRIER_ERRORS], values[TX_ABORTED_ERRORS]),
        plus(values[TX_WINDOW_ERRORS], values[TX_HEARTBEAT_ERRORS]));
  }

  @Override
  public long transmitCompressed() {
    return values[TX_COMPRESSED];
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
