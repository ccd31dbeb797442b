// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.hardware;

import dev.procpush.collector.HostCollector;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.OptionalFiles;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// `class/hwmon`: temperatures, fans, voltages, currents, powers and energies that chips measure,
/// with their limits.
final class HwmonCollector implements HostCollector {
  private static final String FOLDER = "class/hwmon";
  private static final Pattern DEVICE = Pattern.compile("hwmon[0-9]{1,5}");
  private static final int CYCLES = 64;

  private final Hardware hardware;
  private final Map<String, HwmonDevice> devices = new TreeMap<>();
  private long cycle;

  HwmonCollector(Hardware hardware) {
    this.hardware = hardware;
  }

  @Override
  public String name() {
    return "hwmon";
  }

  @Override
  public boolean isOn() {
    for (HwmonChannel.Kind kind : HwmonChannel.Kind.values()) {
      if (kind.value(hardware).isOn() || kind.limit(hardware).isOn()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void observe(HostFiles host) throws ErrnoException, MalformedKernelDataException {
    List<String> names = host.listSys(FOLDER);
    OptionalFiles files = new OptionalFiles(host);
    boolean changed = devices.keySet().retainAll(names);
    boolean again = cycle++ % CYCLES == 0;
    for (String name : names) {
      if (DEVICE.matcher(name).matches()) {
        find(name, again, host, files);
      }
    }
    SlowDevice.read(host, devices.values(), files);
    if (changed || !devices.values().stream().allMatch(HwmonDevice::isDescribed)) {
      describe(files);
    }
    for (HwmonDevice device : devices.values()) {
      for (HwmonChannel channel : device.channels()) {
        channel.record(files);
      }
    }
    files.end();
  }

  /// A chip that comes or goes may change what another one is called.
  private void describe(OptionalFiles files) {
    devices.values().forEach(HwmonDevice::takeNames);
    HwmonIds ids = new HwmonIds(devices.values());
    devices.values().forEach(device -> device.describe(ids.of(device), files));
  }

  /// The number of a device is given to another when it has gone.
  private void find(String name, boolean again, HostFiles host, OptionalFiles files) {
    String folder = FOLDER + "/" + name;
    String target = name;
    try {
      target = host.readSysLink(folder);
    } catch (ErrnoException e) {
      files.note(e);
    }
    HwmonDevice known = devices.get(name);
    if (known == null || !known.isAt(target)) {
      devices.put(name, new HwmonDevice(hardware, folder, target, files));
    } else if (again) {
      known.lookAgain(files);
    }
  }
}
