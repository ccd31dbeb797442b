// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.cgroup;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// `io.stat`: what a cgroup has read and written, by block device (`block/blk-cgroup.c`,
/// `blkcg_print_stat`).
///
/// ```text
/// 8:16 rbytes=1459200 wbytes=314773504 rios=192 wios=353 dbytes=0 dios=0
/// ```
///
/// A device without a name, such as a path of NVMe multipath, stands there as `(unknown)`. Some
/// kernels leave out the line feed behind a device of which there is nothing to tell, before 5.13
/// between two devices, in 5.15 and 5.16 at the end of the file as well.
///
/// @param devices those with a number that was read or written, in the kernel's order
public record IoStat(List<Device> devices) {
  private static final String[] NAMES = {"rbytes", "wbytes", "rios", "wios"};
  private static final byte[][] KEYS = keys();

  public IoStat {
    devices = List.copyOf(devices);
  }

  /// One block device. Each number is [KernelNumber#NONE] where the file has none.
  public record Device(
      int major, int minor, long bytesRead, long bytesWritten, long reads, long writes) {}

  /// Parses the whole file, which is empty where nothing was read or written.
  public static IoStat parse(ByteCursor cursor) throws MalformedKernelDataException {
    cursor.leaveOutUnended(IoStat::isDeviceNumber);
    List<Device> devices = new ArrayList<>();
    Row row = new Row();
    while (cursor.nextLine()) {
      while (cursor.hasField()) {
        int key = key(cursor);
        if (key >= 0) {
          row.values[key] = cursor.numberHere(KernelNumber.COUNTER, NAMES[key]);
          row.hasAny = true;
        } else if (cursor.startsWithDigit()) {
          row.end(devices);
          row.begin(cursor);
        } else {
          cursor.skip("key");
        }
      }
      row.end(devices);
    }
    return new IoStat(devices);
  }

  /// Of the characters of `8:0 `.
  private static boolean isDeviceNumber(byte character) {
    return (character >= '0' && character <= '9') || character == ':' || character == ' ';
  }

  private static int key(ByteCursor cursor) {
    for (int i = 0; i < KEYS.length; i++) {
      if (cursor.skipStart(KEYS[i])) {
        return i;
      }
    }
    return -1;
  }

  private static byte[][] keys() {
    return Arrays.stream(NAMES)
        .map(name -> (name + "=").getBytes(StandardCharsets.US_ASCII))
        .toArray(byte[][]::new);
  }

  /// A device whose numbers are being read.
  private static final class Row {
    static final int NO_DEVICE = -1;

    final long[] values = new long[NAMES.length];
    boolean hasAny;
    int major = NO_DEVICE;
    int minor;

    Row() {
      Arrays.fill(values, KernelNumber.NONE);
    }

    void begin(ByteCursor cursor) {
      try {
        major = DeviceNumber.major(cursor);
        minor = DeviceNumber.minor(cursor);
      } catch (MalformedKernelDataException e) {
        major = NO_DEVICE;
        cursor.lose(e, MalformedKernelDataException.Loss.LINE);
        cursor.rest();
      }
    }

    void end(List<Device> devices) {
      if (hasAny && major != NO_DEVICE) {
        devices.add(new Device(major, minor, values[0], values[1], values[2], values[3]));
      }
      Arrays.fill(values, KernelNumber.NONE);
      hasAny = false;
      major = NO_DEVICE;
    }
  }
}
