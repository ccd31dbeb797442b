// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.hardware;

import dev.procpush.collector.HostCollector;
import dev.procpush.collector.Instruments;
import java.util.List;

/// The list of all collectors that visit the host's devices, in the order of their visit.
public final class HardwareCollectors {
  private HardwareCollectors() {}

  /// Makes them, with their instruments.
  public static List<HostCollector> of(Instruments instruments) {
    Hardware hardware = new Hardware(instruments);
    return List.of(
        new ThermalThrottleCollector(instruments),
        new HwmonCollector(hardware),
        new ThermalZoneCollector(hardware),
        new PowerSupplyCollector(instruments, hardware),
        new PowercapCollector(hardware),
        new EdacCollector(instruments),
        new MdstatCollector(instruments, hardware));
  }
}
