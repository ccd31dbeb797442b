// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.cgroup;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// `io.stat`: what a cgroup has read and written, by block device.
///
/// ```text
/// 8:16 rbytes=1459200 wbytes=314773504 rios=192 wios=353 dbytes=0 dios=0
/// ```
///
/// Kernels before 5.13 leave out the line feed behind a device of which there is nothing to tell.
///
/// @param devices those with all four numbers
public record IoStat(List<Device> devices) {
  private static final byte[][] KEYS = keys("rbytes=", "wbytes=", "rios=", "wios=");
  private static final int ALL = (1 << KEYS.length) - 1;

  public IoStat {
    devices = List.copyOf(devices);
  }

  /// One block device.
  public record Device(
      int major, int minor, long bytesRead, long bytesWritten, long reads, long writes) {}

  /// Parses the whole file, which is empty where nothing was read or written.
  public static IoStat parse(ByteCursor cursor) throws MalformedKernelDataException {
    List<Device> devices = new ArrayList<>();
    long[] values = new long[KEYS.length];
    while (cursor.nextLine()) {
      int major = DeviceNumber.major(cursor);
      int minor = DeviceNumber.minor(cursor);
      int seen = 0;
      while (cursor.hasField()) {
        int key = key(cursor);
        if (key >= 0) {
          values[key] = cursor.unsigned("value");
          seen |= 1 << key;
        } else if (cursor.startsWithDigit()) {
          major = DeviceNumber.major(cursor);
          minor = DeviceNumber.minor(cursor);
          seen = 0;
        } else {
          cursor.skip("key");
        }
      }
      if (seen == ALL) {
        devices.add(new Device(major, minor, values[0], values[1], values[2], values[3]));
      }
    }
    return new IoStat(devices);
  }

  private static int key(ByteCursor cursor) {
    for (int i = 0; i < KEYS.length; i++) {
      if (cursor.skipStart(KEYS[i])) {
        return i;
      }
    }
    return -1;
  }

  private static byte[][] keys(String... names) {
    byte[][] keys = new byte[names.length][];
    for (int i = 0; i < names.length; i++) {
      keys[i] = names[i].getBytes(StandardCharsets.US_ASCII);
    }
    return keys;
  }
}
