// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.sysfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.MalformedKernelDataException.Loss;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// `/sys/devices/system/node/node<N>/meminfo`: the memory of one NUMA node (`drivers/base/node.c`,
/// `node_read_meminfo`).
///
/// ```text
/// Node 0 MemTotal:       10840280 kB
/// Node 0 MemFree:         8860632 kB
/// Node 0 MemUsed:         1979648 kB
/// ```
///
/// @param total in kB; like the others [KernelNumber#NONE] where the file has no such number
/// @param free in kB
/// @param used in kB
public record NodeMeminfo(long total, long free, long used) {
  private static final byte[] NODE = ascii("Node");
  private static final List<String> NAMES = List.of("MemTotal", "MemFree", "MemUsed");
  private static final List<byte[]> KEYS = NAMES.stream().map(name -> ascii(name + ":")).toList();
  private static final int ALL = (1 << NAMES.size()) - 1;

  /// Parses the file as far as these three.
  public static NodeMeminfo parse(ByteCursor cursor) throws MalformedKernelDataException {
    long[] values = {KernelNumber.NONE, KernelNumber.NONE, KernelNumber.NONE};
    int met = 0;
    while (met < ALL && cursor.nextLine()) {
      try {
        met |= line(cursor, values);
      } catch (MalformedKernelDataException e) {
        cursor.lose(e, Loss.LINE);
      }
    }
    if (met == 0) {
      throw cursor.malformed("MemTotal, MemFree or MemUsed: missing");
    }
    return new NodeMeminfo(values[0], values[1], values[2]);
  }

  /// @return a bit for the one that the line has
  private static int line(ByteCursor cursor, long[] values) throws MalformedKernelDataException {
    // before Linux 2.6.39 the first line is empty
    if (cursor.skipIf(NODE)) {
      cursor.skip("node");
      for (int i = 0; i < KEYS.size(); i++) {
        if (cursor.skipIf(KEYS.get(i))) {
          values[i] = cursor.number(KernelNumber.AMOUNT, NAMES.get(i));
          return 1 << i;
        }
      }
    }
    return 0;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
