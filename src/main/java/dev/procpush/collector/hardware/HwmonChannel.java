// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.hardware;

import static dev.procpush.collector.Scope.SYSTEM;

import dev.procpush.collector.OptionalFiles;
import dev.procpush.collector.ScopedDouble;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.collector.hardware.SlowDevice.SlowFile;
import dev.procpush.parse.KernelNumber;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One sensor of a chip, such as `temp1`: `temp1_input`, its label and its limits.
final class HwmonChannel {
  private static final Map<String, String> LIMITS =
      Map.of(
          "max", "high.degraded",
          "crit", "high.critical",
          "min", "low.degraded",
          "lcrit", "low.critical");

  private final Kind kind;
  private final String name;
  private final Target values;
  private final Target bounds;
  private final SlowFile input;
  private final @Nullable SlowFile fault;
  private final Map<String, SlowFile> described = new HashMap<>();
  private Attributes attributes = Attributes.empty();
  private Map<Attributes, Long> limits = Map.of();

  /// What a channel measures: the beginning of its name, and how many of its units are one.
  enum Kind {
    TEMP("temp", 1e3),
    FAN("fan", 1),
    IN("in", 1e3),
    CURR("curr", 1e3),
    POWER("power", 1e6),
    ENERGY("energy", 1e6);

    final String prefix;
    private final double unit;

    Kind(String prefix, double unit) {
      this.prefix = prefix;
      this.unit = unit;
    }

    /// What the kernel's source says of its numbers.
    private KernelNumber number() {
      return switch (this) {
        case TEMP, IN, CURR, POWER -> KernelNumber.SENSOR;
        case FAN -> KernelNumber.COUNT;
        case ENERGY -> KernelNumber.AMOUNT;
      };
    }

    /// A number of its files in the unit that the conventions have.
    private double scaled(long number) {
      return this == TEMP ? KernelNumber.celsius(number, unit) : KernelNumber.signed(number, unit);
    }

    /// Where its values go.
    Target value(Hardware hardware) {
      return switch (this) {
        case TEMP -> new Target(hardware.temperature, null);
        case FAN -> new Target(null, hardware.fanSpeed);
        case IN -> new Target(hardware.voltage, null);
        case CURR -> new Target(hardware.current, null);
        case POWER -> new Target(hardware.power, null);
        case ENERGY -> new Target(hardware.energy, null);
      };
    }

    /// Where its limits go.
    Target limit(Hardware hardware) {
      return switch (this) {
        case TEMP -> new Target(hardware.temperatureLimit, null);
        case FAN -> new Target(null, hardware.fanSpeedLimit);
        case IN -> new Target(hardware.voltageLimit, null);
        case CURR, POWER, ENERGY -> new Target(null, null);
      };
    }

    private boolean hasLimit(String suffix) {
      return switch (this) {
        case TEMP -> true;
        case FAN, IN -> suffix.equals("min") || suffix.equals("max");
        case CURR, POWER, ENERGY -> false;
      };
    }
  }

  /// A metric, in the unit that the conventions have.
  record Target(@Nullable ScopedDouble fraction, @Nullable ScopedInstrument whole) {

    boolean isOn() {
      return (fraction != null && fraction.isOn(SYSTEM)) || (whole != null && whole.isOn(SYSTEM));
    }

    void record(Kind kind, long value, Attributes attributes) {
      if (fraction != null) {
        fraction.record(SYSTEM, kind.scaled(value), attributes);
      } else if (whole != null) {
        whole.record(SYSTEM, value, attributes);
      }
    }
  }

  /// @param prefix its files without what is behind `_`, as in `class/hwmon/hwmon0/temp1`
  /// @param suffixes what is behind `_` in the names of its files
  HwmonChannel(Hardware hardware, Kind kind, String name, String prefix, List<String> suffixes) {
    this.kind = kind;
    this.name = name;
    this.values = kind.value(hardware);
    this.bounds = kind.limit(hardware);
    String value = suffixes.contains("input") ? "input" : "average";
    input = SlowFile.changing(prefix + "_" + value);
    fault = suffixes.contains("fault") ? SlowFile.changing(prefix + "_fault") : null;
    for (String suffix : suffixes) {
      boolean limit = LIMITS.containsKey(suffix) && kind.hasLimit(suffix);
      if (limit || suffix.equals("label")) {
        described.put(suffix, SlowFile.constant(prefix + "_" + suffix));
      }
    }
  }

  /// Records what was read in this cycle, and the last known limits.
  void record(OptionalFiles files) {
    limits.forEach((of, limit) -> bounds.record(kind, limit, of));
    values.record(kind, value(files), attributes);
  }

  /// What is read in each cycle, and what hardly ever changes as long as it is not known.
  void addFiles(List<SlowFile> files) {
    described.values().stream().filter(file -> !file.isKnown()).forEach(files::add);
    files.add(input);
    if (fault != null) {
      files.add(fault);
    }
  }

  /// Whether all is known that hardly ever changes.
  boolean isDescribed() {
    return described.values().stream().allMatch(SlowFile::isKnown);
  }

  /// Its name, with its label where that was read and has one.
  String content() {
    SlowFile label = described.get("label");
    String called = label == null ? null : label.text();
    return called == null ? name : name + "_" + called;
  }

  /// Takes label and limits from what was read.
  ///
  /// @param device what is before the `/` of its id
  /// @param chip where it measures; null where that is not known
  void describe(String device, @Nullable String chip, OptionalFiles files) {
    SlowFile label = described.get("label");
    String called = label == null ? null : label.text();
    AttributesBuilder made = Hardware.device(device + "/" + name, called == null ? name : called);
    if (kind == Kind.TEMP && chip != null) {
      made.put(Hardware.SENSOR_LOCATION, chip);
    }
    Attributes common = made.build();
    Map<Attributes, Long> found = new LinkedHashMap<>();
    LIMITS.forEach(
        (suffix, type) -> {
          SlowFile file = described.get(suffix);
          if (file != null) {
            long value = file.number(kind.number(), files);
            found.put(common.toBuilder().put(Hardware.LIMIT_TYPE, type).build(), value);
          }
        });
    limits = found;
    boolean typed = kind == Kind.POWER || kind == Kind.ENERGY;
    attributes = typed ? made.put(Hardware.TYPE, "sensor").build() : common;
  }

  /// What it measured in this cycle; [KernelNumber#NONE] where it could not, or is broken.
  private long value(OptionalFiles files) {
    long broken = fault == null ? 0 : fault.number(KernelNumber.COUNT, files);
    return broken > 0 ? KernelNumber.NONE : input.number(kind.number(), files);
  }
}
