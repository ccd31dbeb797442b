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
            .ofHost(
                "btrfs.info",
                "{filesystem}",
                "Btrfs file system and its label, in the attributes: always 1")
            .upDownCounter();
    errors =
        instruments
            .ofHost(
                "btrfs.device.errors",
                "{error}",
                "Errors of the device that the btrfs file system has counted")
            .counter();
    for (BtrfsLayout.Value value : BtrfsLayout.Value.values()) {
      values.put(value, instrument(instruments, value));
    }
  }

  private static ScopedInstrument instrument(Instruments instruments, BtrfsLayout.Value value) {
    return switch (value) {
      case SIZE ->
          bytes(
              instruments,
              "allocation.size",
              "Capacity of the block groups of a profile in the btrfs file system");
      case USAGE ->
          bytes(
              instruments,
              "allocation.usage",
              "Space in use in the block groups of a profile in the btrfs file system");
      case DISK_SIZE ->
          bytes(
              instruments,
              "allocation.disk.size",
              "Space that block groups take on the devices of the btrfs file system, copies"
                  + " included, parity of RAID 5 and 6 not");
      case DISK_USAGE ->
          bytes(
              instruments,
              "allocation.disk.usage",
              "Space in use on the devices of the btrfs file system, copies included, parity of"
                  + " RAID 5 and 6 not");
      case RESERVED ->
          bytes(
              instruments,
              "allocation.reserved",
              "Space that the btrfs file system has reserved for writes in progress");
      case GLOBAL_RESERVE ->
          bytes(
              instruments,
              "global_reserve.size",
              "Space that the btrfs file system keeps for when all other space is full");
      case DEVICE_SIZE ->
          bytes(instruments, "device.size", "Size of the device of the btrfs file system");
      case DEVICE_MISSING ->
          instruments
              .ofHost(
                  "btrfs.device.missing",
                  "{device}",
                  "1 while the device of the btrfs file system is missing, else 0")
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
