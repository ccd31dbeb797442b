// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.MalformedKernelDataException.Loss;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// `/proc/<pid>/net/arp`: the IPv4 neighbours of the process's namespace, counted by device
/// (`net/ipv4/arp.c`, `arp_seq_show`).
///
/// ```text
/// IP address       HW type     Flags       HW address            Mask     Device
/// 192.0.2.1        0x1         0x2         02:fc:00:00:00:05     *        eth0
/// 192.0.2.9        0x1         0x0         00:00:00:00:00:00     *        eth0
/// ```
///
/// Each entry counts, also an incomplete one such as the second, and a published one: so does
/// node_exporter. The kernel lists no neighbours that need no ARP.
///
/// @param entries by the name of the device, in the order of their first entries
public record NetArp(Map<String, Integer> entries) {
  private static final byte[] HEADER =
      "IP address       HW type     Flags       HW address            Mask     Device"
          .getBytes(ISO_8859_1);
  private static final byte[] MASK = "*".getBytes(ISO_8859_1);

  /// What stands for the device of an address that is published on all of them.
  private static final String ANY_DEVICE = "*";

  public NetArp {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  /// Parses the whole file. A neighbour whose line cannot be read is not counted.
  ///
  /// @throws MalformedKernelDataException when the header is not known
  public static NetArp parse(ByteCursor cursor) throws MalformedKernelDataException {
    if (!cursor.nextLine() || !cursor.lineIs(HEADER)) {
      throw cursor.malformed("header: not the known one");
    }
    Map<String, Integer> entries = new LinkedHashMap<>();
    while (cursor.nextLine()) {
      try {
        String device = device(cursor);
        if (!device.equals(ANY_DEVICE)) {
          entries.merge(device, 1, Integer::sum);
        }
      } catch (MalformedKernelDataException e) {
        cursor.lose(e, Loss.LINE);
      }
    }
    return new NetArp(entries);
  }

  /// The device of a line. A device without hardware addresses leaves the fourth column empty.
  private static String device(ByteCursor cursor) throws MalformedKernelDataException {
    cursor.skip("IP address");
    cursor.skip("HW type");
    cursor.skip("Flags");
    if (!cursor.skipIf(MASK)) {
      cursor.skip("HW address");
      if (!cursor.skipIf(MASK)) {
        throw cursor.malformed("Mask: not *");
      }
    }
    String device = cursor.word("Device");
    if (cursor.hasField()) {
      throw cursor.malformed("more columns than the header has");
    }
    return device;
  }
}
