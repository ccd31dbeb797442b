// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import static io.opentelemetry.api.common.AttributeKey.stringKey;

import dev.procpush.collector.HostFiles;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.sysfs.Uevent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.HashMap;
import java.util.Map;

/// What block devices are called, by their numbers. A number may become another device's, so all
/// are looked up again now and then; one without a name goes by its number, as in `254:0`.
final class DeviceNames {
  private static final AttributeKey<String> DEVICE = stringKey("system.device");
  private static final AttributeKey<String> DIRECTION = stringKey("disk.io.direction");
  private static final int CYCLES = 64;

  private final HostFiles host;
  private final Map<Long, Device> devices = new HashMap<>();
  private long cycle;

  DeviceNames(HostFiles host) {
    this.host = host;
  }

  /// A device's attributes, the same objects while its name is the same.
  static final class Device {
    private final String name;
    final Attributes read;
    final Attributes write;
    private long lookedUp;

    private Device(String name) {
      this.name = name;
      read = Attributes.of(DEVICE, name, DIRECTION, "read");
      write = Attributes.of(DEVICE, name, DIRECTION, "write");
    }
  }

  void beginCycle() {
    cycle++;
    if (cycle % CYCLES == 0) {
      devices.values().removeIf(device -> cycle - device.lookedUp > 2 * CYCLES);
    }
  }

  Device of(int major, int minor) {
    long number = (long) major << 32 | minor;
    Device known = devices.get(number);
    if (known != null && cycle - known.lookedUp < CYCLES) {
      return known;
    }
    String name = name(major, minor);
    Device device = known != null && known.name.equals(name) ? known : new Device(name);
    device.lookedUp = cycle;
    devices.put(number, device);
    return device;
  }

  private String name(int major, int minor) {
    String number = major + ":" + minor;
    try {
      String name = host.readSys("dev/block/" + number + "/uevent", Uevent::parse).deviceName();
      return name == null ? number : name;
    } catch (ErrnoException | MalformedKernelDataException e) {
      return number;
    }
  }
}
