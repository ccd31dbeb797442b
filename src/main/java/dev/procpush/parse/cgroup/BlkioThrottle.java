// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.cgroup;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.MalformedKernelDataException.Loss;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// `blkio.throttle.io_service_bytes_recursive` and `blkio.throttle.io_serviced_recursive` of
/// version 1: bytes or operations of a cgroup, by block device (`block/blk-cgroup-rwstat.c`,
/// `__blkg_prfill_rwstat`). The files of the schedulers BFQ (`blkio.bfq.…`) and CFQ (`blkio.…`,
/// until Linux 4.20) are written by the same function.
///
/// ```text
/// 254:0 Read 4096
/// 254:0 Write 8388608
/// 254:0 Total 8392704
/// Total 8392704
/// ```
///
/// A device without a name stands there as `(unknown)`.
///
/// @param devices in the kernel's order
public record BlkioThrottle(List<Device> devices) {
  private static final byte[] TOTAL = "Total".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] READ = "Read".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] WRITE = "Write".getBytes(StandardCharsets.US_ASCII);

  public BlkioThrottle {
    devices = List.copyOf(devices);
  }

  /// One block device. Each number is [KernelNumber#NONE] where the file has none.
  public record Device(int major, int minor, long read, long written) {}

  /// Parses the whole file.
  ///
  /// @throws MalformedKernelDataException also when the last line, the sum over all, is missing
  public static BlkioThrottle parse(ByteCursor cursor) throws MalformedKernelDataException {
    List<Device> devices = new ArrayList<>();
    while (cursor.nextLine()) {
      if (cursor.skipIf(TOTAL)) {
        return new BlkioThrottle(devices);
      }
      if (cursor.startsWithDigit()) {
        try {
          line(cursor, devices);
        } catch (MalformedKernelDataException e) {
          cursor.lose(e, Loss.LINE);
        }
      }
    }
    throw cursor.malformed("Total: missing");
  }

  private static void line(ByteCursor cursor, List<Device> devices)
      throws MalformedKernelDataException {
    int major = DeviceNumber.major(cursor);
    int minor = DeviceNumber.minor(cursor);
    if (cursor.skipIf(READ)) {
      long read = cursor.number(KernelNumber.COUNTER, "Read");
      devices.add(new Device(major, minor, read, KernelNumber.NONE));
    } else if (cursor.skipIf(WRITE)) {
      long written = cursor.number(KernelNumber.COUNTER, "Write");
      Device last = devices.isEmpty() ? null : devices.getLast();
      if (last != null && last.major == major && last.minor == minor) {
        devices.set(devices.size() - 1, new Device(major, minor, last.read, written));
      } else {
        devices.add(new Device(major, minor, KernelNumber.NONE, written));
      }
    }
  }
}
