// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.hardware;

import static dev.procpush.collector.Scope.SYSTEM;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import dev.procpush.collector.HostCollector;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.OptionalFiles;
import dev.procpush.collector.ScopedDouble;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.collector.SeriesCache;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.sysfs.PowerSupplyUevent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `class/power_supply`: batteries, adapters and UPSs, those of attached devices too.
final class PowerSupplyCollector implements HostCollector {
  private static final AttributeKey<String> BATTERY_STATE = stringKey("hw.battery.state");
  private static final String BATTERY = "Battery";
  private static final String FOLDER = "class/power_supply";
  private static final double MICRO = 1e6;
  private static final double PERCENT = 100;
  private static final double TENTHS = 10;

  private final Hardware hardware;
  private final ScopedDouble charge;
  private final ScopedInstrument cycles;
  private final Map<String, Supply> supplies = new LinkedHashMap<>();
  private final SeriesCache<Described, Series> series = new SeriesCache<>(Series::new);

  PowerSupplyCollector(Instruments instruments, Hardware hardware) {
    this.hardware = hardware;
    charge =
        Hardware.metric(
                instruments,
                "battery.charge",
                "1",
                "Charge of the battery as a share of its capacity")
            .doubleGauge();
    cycles =
        Hardware.metric(instruments, "battery.cycles", "{cycle}", "Charge cycles of the battery")
            .counter();
  }

  @Override
  public String name() {
    return "power_supply";
  }

  @Override
  public boolean isOn() {
    return charge.isOn(SYSTEM)
        || ScopedInstrument.countOn(List.of(cycles, hardware.status), SYSTEM) > 0
        || hardware.voltage.isOn(SYSTEM)
        || hardware.current.isOn(SYSTEM)
        || hardware.power.isOn(SYSTEM)
        || hardware.temperature.isOn(SYSTEM);
  }

  @Override
  public void observe(HostFiles host) throws ErrnoException, MalformedKernelDataException {
    List<String> names = host.listSys(FOLDER);
    OptionalFiles files = new OptionalFiles(host);
    series.beginCycle();
    supplies.keySet().retainAll(names);
    for (String name : names) {
      supplies.computeIfAbsent(name, Supply::new);
    }
    SlowDevice.read(host, supplies.values(), files);
    for (Supply supply : supplies.values()) {
      PowerSupplyUevent told = supply.file.getFirst().find(files, PowerSupplyUevent::parse);
      if (told != null) {
        record(supply.name, supply.type(told, files), told);
      }
    }
    files.end();
  }

  private void record(String name, String kind, PowerSupplyUevent told) {
    String type = kind.equals(BATTERY) ? "battery" : "power_supply";
    Series attributes = series.of(new Described(name, type, told.model(), told.status()));
    record(hardware.voltage, told.number("VOLTAGE_NOW"), MICRO, attributes.device);
    record(hardware.current, told.number("CURRENT_NOW"), MICRO, attributes.device);
    record(hardware.power, told.number("POWER_NOW"), MICRO, attributes.typed);
    double celsius = KernelNumber.celsius(told.number("TEMP"), TENTHS);
    hardware.temperature.record(SYSTEM, celsius, attributes.device);
    long capacity = told.number("CAPACITY");
    if (capacity >= 0) {
      record(charge, capacity, PERCENT, attributes.battery);
    }
    long cycleCount = told.number("CYCLE_COUNT");
    if (cycleCount > 0) {
      // 0 says that the device does not count
      cycles.record(SYSTEM, cycleCount, attributes.device);
    }
    long online = told.number("ONLINE");
    if (KernelNumber.isKnown(online)) {
      hardware.status.record(SYSTEM, online == 0 ? 0 : 1, attributes.ok);
      hardware.status.record(SYSTEM, online == 0 ? 1 : 0, attributes.offline);
    }
  }

  private static void record(
      ScopedDouble instrument, long value, double unit, Attributes attributes) {
    instrument.record(SYSTEM, KernelNumber.signed(value, unit), attributes);
  }

  /// A supply.
  private static final class Supply extends SlowDevice {
    private final String name;
    private final List<SlowFile> file;
    private @Nullable String type;

    Supply(String name) {
      this.name = name;
      this.file = List.of(SlowFile.changing(FOLDER + "/" + name + "/uevent"));
    }

    @Override
    List<SlowFile> files() {
      return file;
    }

    /// As in `Battery`. Kernels before 5.8 have it in a file of its own alone, which never changes;
    /// empty where it is in neither.
    String type(PowerSupplyUevent told, OptionalFiles files) {
      if (told.type() != null) {
        return told.type();
      }
      if (type == null) {
        String found = files.text(FOLDER + "/" + name + "/type");
        type = found == null ? "" : found;
      }
      return type;
    }
  }

  /// What the attributes of a supply are made of.
  private record Described(
      String name, String type, @Nullable String model, @Nullable String status) {}

  /// The attributes of a supply.
  private static final class Series {
    private final Attributes device;
    private final Attributes typed;
    private final Attributes battery;
    private final Attributes ok;
    private final Attributes offline;

    Series(Described described) {
      device = Hardware.device(described.name, described.model).build();
      typed = device.toBuilder().put(Hardware.TYPE, described.type).build();
      ok = typed.toBuilder().put(Hardware.STATE, "ok").build();
      offline = typed.toBuilder().put(Hardware.STATE, "offline").build();
      String status = described.status;
      battery =
          status == null || status.equals("Unknown")
              ? device
              : device.toBuilder()
                  .put(BATTERY_STATE, status.toLowerCase(Locale.ROOT).replace(' ', '_'))
                  .build();
    }
  }
}
