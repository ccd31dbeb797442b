// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;

/// The lines of `net/tcp`, `net/tcp6`, `net/udp` and `net/udp6`, one after the other in the same
/// object, since there may be a hundred thousand.
///
/// Their columns have been the same in every kernel up to the inode number; what a protocol has
/// behind it is left to its parser. The header names the parts of two of them by themselves:
/// `tx_queue rx_queue` is one column, `tr tm->when` another.
final class SocketLines {
  private static final String STATE = "st";
  private static final String[] BEFORE_STATE = {"sl", "local_address", "remote address"};
  private static final byte[][][] COLUMNS = {
    names("sl"),
    names("local_address"),
    names("rem_address", "remote_address"),
    names(STATE),
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
  private long transmitQueue;
  private long receiveQueue;
  private long timer;

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

  /// Reads the line up to the column `tr`.
  void read() throws MalformedKernelDataException {
    for (String field : BEFORE_STATE) {
      cursor.skip(field);
    }
    state = cursor.hexadecimal(STATE);
    transmitQueue = cursor.hexadecimalUntil(':', "tx_queue");
    receiveQueue = cursor.hexadecimal("rx_queue");
    timer = cursor.hexadecimalUntil(':', "tr");
  }

  /// Reads the inode number of the line's socket. To be called once for a line.
  ///
  /// @return 0 for a socket of no process
  long inode() throws MalformedKernelDataException {
    cursor.skip("tm->when");
    cursor.skip("retrnsmt");
    cursor.skip("uid");
    cursor.skip("timeout");
    return cursor.unsigned("inode");
  }

  /// As the kernel counts them: 1 is ESTABLISHED.
  long state() {
    return state;
  }

  /// What is still to be sent, as the kernel prints it.
  long transmitQueue() {
    return transmitQueue;
  }

  /// What is still to be read, as the kernel prints it.
  long receiveQueue() {
    return receiveQueue;
  }

  /// Which timer runs: 3 is the one that ends a socket without a process.
  long timer() {
    return timer;
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
