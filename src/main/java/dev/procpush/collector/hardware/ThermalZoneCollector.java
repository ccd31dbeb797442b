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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `class/thermal/thermal_zoneN`: temperatures by which the kernel cools.
final class ThermalZoneCollector implements HostCollector {
  private static final String FOLDER = "class/thermal";
  private static final Pattern ZONE = Pattern.compile("thermal_zone[0-9]{1,5}");
  private static final double MILLI = 1e3;
  private static final int CYCLES = 64;

  private final ScopedDouble temperature;
  private final Map<String, Zone> zones = new LinkedHashMap<>();
  private long cycle;

  ThermalZoneCollector(Hardware hardware) {
    temperature = hardware.temperature;
  }

  @Override
  public String name() {
    return "thermal_zone";
  }

  @Override
  public boolean isOn() {
    return temperature.isOn(SYSTEM);
  }

  @Override
  public void observe(HostFiles host) throws ErrnoException, MalformedKernelDataException {
    List<String> names = host.listSys(FOLDER);
    OptionalFiles files = new OptionalFiles(host);
    zones.keySet().retainAll(names);
    boolean again = cycle++ % CYCLES == 0;
    for (String name : names) {
      if (ZONE.matcher(name).matches()) {
        Zone zone = zones.computeIfAbsent(name, Zone::new);
        if (again || zone.attributes.isEmpty()) {
          zone.describe(files.text(FOLDER + "/" + name + "/type"));
        }
      }
    }
    SlowDevice.read(host, zones.values(), files);
    for (Zone zone : zones.values()) {
      long value = zone.file.getFirst().number(KernelNumber.SENSOR, files);
      temperature.record(SYSTEM, KernelNumber.celsius(value, MILLI), zone.attributes);
    }
    files.end();
  }

  /// A zone.
  private static final class Zone extends SlowDevice {
    private final String name;
    private final List<SlowFile> file;
    private Attributes attributes = Attributes.empty();

    Zone(String name) {
      this.name = name;
      this.file = List.of(SlowFile.changing(FOLDER + "/" + name + "/temp"));
    }

    void describe(@Nullable String type) {
      AttributesBuilder made = Hardware.device(name, type);
      if (type != null) {
        made.put(Hardware.SENSOR_LOCATION, type);
      }
      Attributes described = made.build();
      attributes = attributes.equals(described) ? attributes : described;
    }

    @Override
    List<SlowFile> files() {
      return file;
    }
  }
}
