// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.DeviceCounters;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.MalformedKernelDataException.Loss;
import dev.procpush.parse.Parser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
  private static final byte[] TITLE =
      "Inter-|   Receive                                                |  Transmit\n"
          .getBytes(ISO_8859_1);
  private static final byte[] HEADER =
      (" face |bytes    packets errs drop fifo frame compressed multicast"
              + "|bytes    packets errs drop fifo colls carrier compressed\n")
          .getBytes(ISO_8859_1);

  /// Up to so many are compared one by one.
  private static final int FEW = 8;

  /// One line of the file. A counter is [KernelNumber#NONE] where the file has no number.
  ///
  /// @param name any characters but white space and `/`; old kernels allowed even `:`
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
      long transmitCompressed)
      implements DeviceCounters {}

  /// Parses the whole file.
  ///
  /// @throws MalformedKernelDataException when the header is not known, or the file ends in the
  ///   middle of a line
  public static NetDev parse(ByteCursor cursor) throws MalformedKernelDataException {
    return parse(cursor, new Names());
  }

  /// Parses the whole file.
  ///
  /// @param names of the devices as they were the last time, which are used again
  private static NetDev parse(ByteCursor cursor, Names names) throws MalformedKernelDataException {
    NetDevColumns columns = header(cursor);
    List<Device> devices = new ArrayList<>(names.count());
    Set<String> met = Set.of();
    while (cursor.nextLine()) {
      Device device = device(cursor, columns, names, devices.size());
      if (met.isEmpty() && devices.size() == FEW) {
        met = names(devices);
      }
      if (device != null
          && (met.isEmpty() ? !isAmong(devices, device.name) : met.add(device.name))) {
        devices.add(device);
      }
    }
    return new NetDev(devices);
  }

  /// @return null for a line that cannot be read
  private static @Nullable Device device(
      ByteCursor cursor, NetDevColumns columns, Names names, int place) {
    try {
      return cursor.hasField() ? device(names.next(cursor, place), columns.values(cursor)) : null;
    } catch (MalformedKernelDataException e) {
      cursor.lose(e, Loss.LINE);
      return null;
    }
  }

  private static boolean isAmong(List<Device> devices, String name) {
    for (int i = 0; i < devices.size(); i++) {
      if (devices.get(i).name.equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static Set<String> names(List<Device> devices) {
    Set<String> names = new HashSet<>();
    for (Device device : devices) {
      names.add(device.name);
    }
    return names;
  }

  /// The names of a namespace's devices, remembered from file to file.
  public static final class Names implements Parser<NetDev> {
    private final List<String> names = new ArrayList<>();

    /// Parses a file of the namespace.
    @Override
    public NetDev parse(ByteCursor cursor) throws MalformedKernelDataException {
      return NetDev.parse(cursor, this);
    }

    int count() {
      return Math.max(names.size(), FEW);
    }

    private String next(ByteCursor cursor, int place) throws MalformedKernelDataException {
      String known = place < names.size() ? names.get(place) : null;
      String name = cursor.untilLast(':', "name", known);
      if (place == names.size()) {
        names.add(name);
      } else if (name != known) {
        names.set(place, name);
      }
      return name;
    }
  }

  private static NetDevColumns header(ByteCursor cursor) throws MalformedKernelDataException {
    boolean usual = cursor.nextLineStartsWith(TITLE);
    if (!usual) {
      cursor.nextLine();
    }
    if (usual && cursor.nextLineStartsWith(HEADER)) {
      return NetDevColumns.USUAL;
    }
    if (!cursor.nextLine()) {
      throw cursor.malformed("header: missing");
    }
    return NetDevColumns.parse(cursor);
  }

  private static Device device(String name, long[] value) {
    return new Device(
        name, value[0], value[1], value[2], value[3], value[4], value[5], value[6], value[7],
        value[8], value[9], value[10], value[11], value[12], value[13], value[14], value[15]);
  }
}
