// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;

/// The lines of `net/tcp`, `net/tcp6`, `net/udp` and `net/udp6`, one after the other in the same
/// object, since there may be a hundred thousand.
///
/// Their columns have been the same in every kernel up to the inode number; what a protocol has
/// behind it is left to its parser. The header names the parts of two of them by themselves:
/// `tx_queue rx_queue` is one field of a line, `tr tm->when` another. Each number is
/// [KernelNumber#NONE] where the line has none.
final class SocketLines {
  /// The fields of a line.
  private static final String[] FIELDS = {
    "sl",
    "local_address",
    "rem_address",
    "st",
    "tx_queue:rx_queue",
    "tr:tm->when",
    "retrnsmt",
    "uid",
    "timeout",
    "inode"
  };

  private static final int ST = 3;
  private static final int QUEUES = 4;
  private static final int TIMER = 5;
  private static final int INODE = 9;

  private static final byte[][][] COLUMNS = {
    names("sl"),
    names("local_address"),
    names("rem_address", "remote_address"),
    names("st"),
    names("tx_queue"),
    names("rx_queue"),
    names("tr"),
    names("tm->when"),
    names("retrnsmt"),
    names("uid"),
    names("timeout"),
    names("inode")
  };

  private final ByteCursor cursor;
  private long state;
  private long timer;
  private long inode;
  private long transmitQueue;
  private long receiveQueue;

  /// Reads the header.
  ///
  /// @param more the columns behind the inode number
  SocketLines(ByteCursor cursor, byte[]... more) throws MalformedKernelDataException {
    this.cursor = cursor;
    cursor.nextLine();
    for (byte[][] names : COLUMNS) {
      require(cursor, names);
    }
    for (byte[] name : more) {
      require(cursor, name);
    }
  }

  /// Moves to the next line.
  ///
  /// @return false at the end of the file
  boolean next() throws MalformedKernelDataException {
    return cursor.nextLine();
  }

  /// Reads the state, the timer and the inode number of the line's socket.
  void readState() throws MalformedKernelDataException {
    cursor.skip(FIELDS, 0, ST);
    state = cursor.hexadecimal(KernelNumber.COUNT, "st");
    cursor.skip(FIELDS, QUEUES, TIMER);
    timer = cursor.hexadecimalUntil(':', KernelNumber.COUNT, "tr");
    cursor.skip(FIELDS, TIMER, INODE); // what is left of the timer's is tm->when
    inode = cursor.number(KernelNumber.AMOUNT, "inode");
  }

  /// Reads the queues of the line's socket, and steps over its inode number.
  void readQueues() throws MalformedKernelDataException {
    cursor.skip(FIELDS, 0, QUEUES);
    transmitQueue = cursor.hexadecimalUntil(':', KernelNumber.LENGTH, "tx_queue");
    receiveQueue = cursor.hexadecimal(KernelNumber.LENGTH, "rx_queue");
    cursor.skip(FIELDS, TIMER, FIELDS.length);
  }

  /// As the kernel counts them: 1 is ESTABLISHED.
  long state() {
    return state;
  }

  /// Which timer runs: 3 is the one that ends a socket without a process.
  long timer() {
    return timer;
  }

  /// 0 for a socket of no process.
  long inode() {
    return inode;
  }

  /// What is still to be sent, in bytes.
  long transmitQueue() {
    return transmitQueue;
  }

  /// What is still to be read, in bytes.
  long receiveQueue() {
    return receiveQueue;
  }

  private static void require(ByteCursor cursor, byte[]... names)
      throws MalformedKernelDataException {
    for (byte[] name : names) {
      if (cursor.skipIf(name)) {
        return;
      }
    }
    throw cursor.malformed("header: no column " + new String(names[0], ISO_8859_1));
  }

  private static byte[][] names(String... names) {
    byte[][] bytes = new byte[names.length][];
    for (int i = 0; i < names.length; i++) {
      bytes[i] = names[i].getBytes(ISO_8859_1);
    }
    return bytes;
  }
}
