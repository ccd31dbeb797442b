// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.cgroup;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// `blkio.throttle.io_service_bytes_recursive` and `blkio.throttle.io_serviced_recursive` of
/// version 1: bytes or operations of a cgroup, by block device.
///
/// ```text
/// 254:0 Read 4096
/// 254:0 Write 8388608
/// 254:0 Total 8392704
/// Total 8392704
/// ```
///
/// @param devices those with both numbers
public record BlkioThrottle(List<Device> devices) {
  private static final byte[] TOTAL = "Total".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] READ = "Read".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] WRITE = "Write".getBytes(StandardCharsets.US_ASCII);

  public BlkioThrottle {
    devices = List.copyOf(devices);
  }

  /// One block device.
  public record Device(int major, int minor, long read, long written) {}

  /// Parses the whole file.
  ///
  /// @throws MalformedKernelDataException also when the last line, the sum over all, is missing
  public static BlkioThrottle parse(ByteCursor cursor) throws MalformedKernelDataException {
    List<Device> devices = new ArrayList<>();
    long read = 0;
    int readMajor = -1;
    int readMinor = -1;
    while (cursor.nextLine()) {
      if (cursor.skipIf(TOTAL)) {
        return new BlkioThrottle(devices);
      }
      int major = DeviceNumber.major(cursor);
      int minor = DeviceNumber.minor(cursor);
      if (cursor.skipIf(READ)) {
        read = cursor.unsigned("Read");
        readMajor = major;
        readMinor = minor;
      } else if (cursor.skipIf(WRITE)) {
        long written = cursor.unsigned("Write");
        if (major == readMajor && minor == readMinor) {
          devices.add(new Device(major, minor, read, written));
        }
      }
    }
    throw cursor.malformed("Total: missing");
  }
}
