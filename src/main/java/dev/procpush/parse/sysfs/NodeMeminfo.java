// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.sysfs;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import java.nio.charset.StandardCharsets;

/// `/sys/devices/system/node/node<N>/meminfo`: the memory of one NUMA node (`drivers/base/node.c`,
/// `node_read_meminfo`).
///
/// ```text
/// Node 0 MemTotal:       10840280 kB
/// Node 0 MemFree:         8860632 kB
/// Node 0 MemUsed:         1979648 kB
/// ```
///
/// @param total in kB
/// @param free in kB
/// @param used in kB
public record NodeMeminfo(long total, long free, long used) {
  private static final byte[] NODE = ascii("Node");
  private static final byte[] TOTAL = ascii("MemTotal:");
  private static final byte[] FREE = ascii("MemFree:");
  private static final byte[] USED = ascii("MemUsed:");

  /// Parses the file as far as these three.
  public static NodeMeminfo parse(ByteCursor cursor) throws MalformedKernelDataException {
    long total = -1;
    long free = -1;
    long used = -1;
    while ((total < 0 || free < 0 || used < 0) && cursor.nextLine()) {
      // before Linux 2.6.39 the first line is empty
      if (cursor.skipIf(NODE)) {
        cursor.unsigned("node");
        if (cursor.skipIf(TOTAL)) {
          total = kilobytes(cursor, "MemTotal");
        } else if (cursor.skipIf(FREE)) {
          free = kilobytes(cursor, "MemFree");
        } else if (cursor.skipIf(USED)) {
          used = kilobytes(cursor, "MemUsed");
        }
      }
    }
    if (total < 0 || free < 0 || used < 0) {
      throw cursor.malformed("MemTotal, MemFree or MemUsed: missing");
    }
    return new NodeMeminfo(total, free, used);
  }

  /// More than 2⁵³ kB are 2⁶³ bytes, which no machine has.
  private static long kilobytes(ByteCursor cursor, String field)
      throws MalformedKernelDataException {
    long value = cursor.unsigned(field);
    if (value >>> 53 != 0) {
      throw cursor.malformed(field + ": too large");
    }
    return value;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
