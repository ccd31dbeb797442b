// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.MalformedKernelDataException.Loss;

/// `/proc/<pid>/net/udp` or `udp6`: the UDP sockets of the process's namespace, summed
/// (`net/ipv4/udp.c`, `udp4_seq_show`; `net/ipv6/udp.c`, `udp6_seq_show`).
///
/// ```text
///    sl  local_address rem_address   st tx_queue rx_queue tr … inode ref pointer drops
///   387: 0100007F:1F90 00000000:0000 07 00000000:00000F00 00 … 2209 2 0000000000000000 47
/// ```
///
/// @param sockets bound or connected ones; the file has no others
/// @param transmitQueue memory of what is still to be sent, in bytes
/// @param receiveQueue memory of what is still to be read, in bytes
/// @param drops packets for which there was no room, since each of these sockets was made; like the
///   other sums [KernelNumber#NONE] where the number of one socket cannot be read
public record NetUdp(long sockets, long transmitQueue, long receiveQueue, long drops) {
  private static final byte[] REF = "ref".getBytes(ISO_8859_1);
  private static final byte[] POINTER = "pointer".getBytes(ISO_8859_1);
  private static final byte[] DROPS = "drops".getBytes(ISO_8859_1);

  /// Parses the whole file. A socket whose line cannot be read is not counted.
  ///
  /// @throws MalformedKernelDataException when the header is not known
  public static NetUdp parse(ByteCursor cursor) throws MalformedKernelDataException {
    SocketLines lines = new SocketLines(cursor, REF, POINTER, DROPS);
    long sockets = 0;
    long transmitQueue = 0;
    long receiveQueue = 0;
    long drops = 0;
    while (lines.next()) {
      try {
        lines.readQueues();
        cursor.skip("ref");
        cursor.skip("pointer");
        // an older kernel prints 2³¹ drops and more as a negative number
        long dropped = cursor.number(KernelNumber.COUNTER32, "drops");
        transmitQueue = KernelNumber.plus(transmitQueue, lines.transmitQueue());
        receiveQueue = KernelNumber.plus(receiveQueue, lines.receiveQueue());
        drops = KernelNumber.plus(drops, dropped);
        sockets++;
      } catch (MalformedKernelDataException e) {
        cursor.lose(e, Loss.LINE);
      }
    }
    return new NetUdp(sockets, transmitQueue, receiveQueue, drops);
  }
}
