// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static dev.procpush.collector.Scope.SYSTEM;

import dev.procpush.collector.Instruments;
import dev.procpush.collector.ScopedInstrument;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// The metrics of btrfs.
final class BtrfsInstruments {
  final ScopedInstrument info;
  final ScopedInstrument errors;
  private final Map<BtrfsLayout.Value, ScopedInstrument> values =
      new EnumMap<>(BtrfsLayout.Value.class);

  BtrfsInstruments(Instruments instruments) {
    info =
        instruments
            .ofHost("btrfs.info", "{filesystem}", "1; what the file system is called")
            .upDownCounter();
    errors =
        instruments
            .ofHost("btrfs.device.errors", "{error}", "Errors of the device, ever")
            .counter();
    for (BtrfsLayout.Value value : BtrfsLayout.Value.values()) {
      values.put(value, instrument(instruments, value));
    }
  }

  private static ScopedInstrument instrument(Instruments instruments, BtrfsLayout.Value value) {
    return switch (value) {
      case SIZE ->
          bytes(instruments, "allocation.size", "What the block groups of a profile can hold");
      case USAGE -> bytes(instruments, "allocation.usage", "What they hold");
      case DISK_SIZE ->
          bytes(
              instruments,
              "allocation.disk.size",
              "What the block groups take of the devices, copies and parity included");
      case DISK_USAGE ->
          bytes(
              instruments,
              "allocation.disk.usage",
              "What of that is in use, copies and parity included");
      case RESERVED ->
          bytes(
              instruments,
              "allocation.reserved",
              "What is set aside for writes that are under way");
      case GLOBAL_RESERVE ->
          bytes(instruments, "global_reserve.size", "What is kept for when all else is full");
      case DEVICE_SIZE -> bytes(instruments, "device.size", "Size of the device");
      case DEVICE_MISSING ->
          instruments
              .ofHost("btrfs.device.missing", "{device}", "1 when the device is missing")
              .upDownCounter();
    };
  }

  private static ScopedInstrument bytes(
      Instruments instruments, String suffix, String description) {
    return instruments.ofHost("btrfs." + suffix, "By", description).upDownCounter();
  }

  boolean isOn() {
    return info.isOn(SYSTEM)
        || errors.isOn(SYSTEM)
        || values.values().stream().anyMatch(value -> value.isOn(SYSTEM));
  }

  ScopedInstrument of(BtrfsLayout.Value value) {
    return Objects.requireNonNull(values.get(value));
  }
}
