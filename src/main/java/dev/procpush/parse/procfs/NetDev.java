// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// `/proc/<pid>/net/dev`: the counters of each network device in the process's namespace.
///
/// ```text
/// Inter-|   Receive                                                |  Transmit
///  face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets …
///     lo:    1960      20    0    0    0     0          0         0     1960      20 …
/// ```
///
/// All counters are unsigned 64-bit since boot or since the device was made. The kernel folds some
/// of its own: `drop` holds missed packets, `frame` length, over-run, CRC and frame errors,
/// `carrier` also aborted, window and heartbeat errors (`net/core/net-procfs.c`,
/// `dev_seq_printf_stats`).
///
/// @param devices in the kernel's order, each once: a kernel before 6.9 may list one twice while
///   devices come and go, of which the first is taken
public record NetDev(List<Device> devices) {
  private static final String FILE = "net/dev";
  private static final byte[] TITLE =
      "Inter-|   Receive                                                |  Transmit"
          .getBytes(ISO_8859_1);
  private static final byte[] HEADER =
      (" face |bytes    packets errs drop fifo frame compressed multicast"
              + "|bytes    packets errs drop fifo colls carrier compressed")
          .getBytes(ISO_8859_1);

  public NetDev {
    devices = List.copyOf(devices);
  }

  /// One line of the file.
  ///
  /// @param name any characters but white space and `/`; old kernels allowed even `:`
  /// @param receiveErrs bad packets received
  /// @param receiveDrop good packets for which there was no room
  /// @param receiveFifo over-runs of the receive FIFO
  /// @param receiveFrame packets with a framing error
  /// @param transmitColls collisions
  /// @param transmitCarrier losses of carrier
  public record Device(
      String name,
      long receiveBytes,
      long receivePackets,
      long receiveErrs,
      long receiveDrop,
      long receiveFifo,
      long receiveFrame,
      long receiveCompressed,
      long receiveMulticast,
      long transmitBytes,
      long transmitPackets,
      long transmitErrs,
      long transmitDrop,
      long transmitFifo,
      long transmitColls,
      long transmitCarrier,
      long transmitCompressed) {}

  /// Parses the whole file.
  ///
  /// @throws MalformedKernelDataException when any line is not as the header says
  public static NetDev parse(byte[] bytes, int length) throws MalformedKernelDataException {
    ByteCursor cursor = new ByteCursor(FILE, bytes, length);
    NetDevColumns columns = header(cursor);
    List<Device> devices = new ArrayList<>();
    Set<String> names = new HashSet<>();
    while (cursor.nextLine()) {
      Device device = device(cursor, columns);
      if (names.add(device.name())) {
        devices.add(device);
      }
    }
    return new NetDev(devices);
  }

  private static NetDevColumns header(ByteCursor cursor) throws MalformedKernelDataException {
    boolean usual = cursor.nextLine() && cursor.lineIs(TITLE);
    if (!cursor.nextLine()) {
      throw cursor.malformed("header: missing");
    }
    return usual && cursor.lineIs(HEADER) ? NetDevColumns.USUAL : NetDevColumns.parse(cursor);
  }

  private static Device device(ByteCursor cursor, NetDevColumns columns)
      throws MalformedKernelDataException {
    cursor.hasField();
    String name = cursor.untilLast(':', "name");
    long[] value = columns.values(cursor);
    return new Device(
        name, value[0], value[1], value[2], value[3], value[4], value[5], value[6], value[7],
        value[8], value[9], value[10], value[11], value[12], value[13], value[14], value[15]);
  }
}
