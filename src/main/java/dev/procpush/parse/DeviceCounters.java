// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse;

/// The sixteen counters of a network device as `net/dev` has them, whichever way the kernel told
/// them. All are unsigned.
public interface DeviceCounters {
  /// Bytes received.
  long receiveBytes();

  /// Packets received.
  long receivePackets();

  /// Bad packets received.
  long receiveErrs();

  /// Good packets for which there was no room, missed ones included.
  long receiveDrop();

  /// Over-runs of the receive FIFO.
  long receiveFifo();

  /// Packets with a wrong length, over-run, checksum or alignment.
  long receiveFrame();

  /// Compressed packets received.
  long receiveCompressed();

  /// Multicast packets received.
  long receiveMulticast();

  /// Bytes transmitted.
  long transmitBytes();

  /// Packets transmitted.
  long transmitPackets();

  /// Problems while transmitting.
  long transmitErrs();

  /// Packets dropped before they were transmitted.
  long transmitDrop();

  /// Over-runs of the transmit FIFO.
  long transmitFifo();

  /// Collisions.
  long transmitColls();

  /// Losses of carrier, aborts, window and heartbeat errors.
  long transmitCarrier();

  /// Compressed packets transmitted.
  long transmitCompressed();
}
