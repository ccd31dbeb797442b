// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.cgroup.BlkioThrottle.Device;
import java.util.ArrayList;
import java.util.List;

/// Bytes or operations by device, from files that count the same at different places of the kernel.
/// Each number is the largest: a file counts nothing that was not read or written, but it may have
/// begun late. So a number does not fall when another file begins to count.
final class BlkioCounts {
  private final List<Device> devices = new ArrayList<>();

  List<Device> devices() {
    return devices;
  }

  /// Takes the devices of the first file.
  void begin(List<Device> counted) {
    devices.clear();
    devices.addAll(counted);
  }

  /// Takes in the next file.
  ///
  /// @return whether it has counted more of any device than those before
  boolean add(List<Device> counted) {
    boolean hasMore = false;
    for (Device device : counted) {
      int index = indexOf(device);
      long read = index < 0 ? KernelNumber.NONE : devices.get(index).read();
      long written = index < 0 ? KernelNumber.NONE : devices.get(index).written();
      if (isMore(device.read(), read) || isMore(device.written(), written)) {
        hasMore = true;
        Device larger =
            new Device(
                device.major(),
                device.minor(),
                Math.max(device.read(), read),
                Math.max(device.written(), written));
        if (index < 0) {
          devices.add(larger);
        } else {
          devices.set(index, larger);
        }
      }
    }
    return hasMore;
  }

  /// [KernelNumber#NONE] and 0 are both nothing.
  private static boolean isMore(long count, long before) {
    return count > Math.max(0, before);
  }

  private int indexOf(Device device) {
    for (int i = 0; i < devices.size(); i++) {
      Device known = devices.get(i);
      if (known.major() == device.major() && known.minor() == device.minor()) {
        return i;
      }
    }
    return -1;
  }
}
