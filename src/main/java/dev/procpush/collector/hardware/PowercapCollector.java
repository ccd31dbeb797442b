// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.hardware;

import static dev.procpush.collector.Scope.SYSTEM;

import dev.procpush.collector.HostCollector;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.OptionalFiles;
import dev.procpush.collector.ScopedDouble;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `class/powercap`: what the zones of CPUs and memory have used, as `intel-rapl:0` and its part
/// `intel-rapl:0:1`. The kernel's counter starts again at `max_energy_range_uj`, which is a reset
/// like any other.
final class PowercapCollector implements HostCollector {
  private static final String FOLDER = "class/powercap";
  private static final Pattern ZONE = Pattern.compile("[\\w-]{1,40}(?::[0-9]{1,4}){1,8}");
  private static final double MICRO = 1e6;
  private static final int CYCLES = 64;

  private final ScopedDouble energy;
  private final Map<String, Zone> zones = new HashMap<>();
  private long cycle;

  PowercapCollector(Hardware hardware) {
    energy = hardware.energy;
  }

  @Override
  public String name() {
    return "powercap";
  }

  @Override
  public boolean isOn() {
    return energy.isOn(SYSTEM);
  }

  @Override
  public void observe(HostFiles host) throws ErrnoException, MalformedKernelDataException {
    List<String> names = host.listSys(FOLDER);
    OptionalFiles files = new OptionalFiles(host);
    zones.keySet().retainAll(names);
    boolean again = cycle++ % CYCLES == 0;
    for (String name : names) {
      if (ZONE.matcher(name).matches()) {
        Zone zone = zones.get(name);
        if (zone == null || again) {
          zone = zone(name, files.text(FOLDER + "/" + name + "/name"), zone);
          zones.put(name, zone);
        }
        long used = files.number(zone.file, KernelNumber.AMOUNT);
        energy.record(SYSTEM, KernelNumber.per(used, MICRO), zone.attributes);
      }
    }
    files.end();
  }

  private static Zone zone(String id, @Nullable String label, @Nullable Zone known) {
    AttributesBuilder attributes =
        Hardware.device(id, label).put(Hardware.TYPE, "dram".equals(label) ? "memory" : "cpu");
    int colon = id.lastIndexOf(':');
    if (id.indexOf(':') < colon) {
      attributes.put(Hardware.PARENT, id.substring(0, colon));
    }
    Attributes made = attributes.build();
    return known != null && known.attributes.equals(made)
        ? known
        : new Zone(FOLDER + "/" + id + "/energy_uj", made);
  }

  /// What has a counter.
  private record Zone(String file, Attributes attributes) {}
}
