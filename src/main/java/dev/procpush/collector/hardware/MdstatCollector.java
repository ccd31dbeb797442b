// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.hardware;

import static dev.procpush.collector.Scope.SYSTEM;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import dev.procpush.collector.HostCollector;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.InstrumentBuilder;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.collector.SeriesCache;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.Mdstat;
import dev.procpush.parse.procfs.Mdstat.Activity;
import dev.procpush.parse.procfs.Mdstat.Array;
import dev.procpush.parse.procfs.Mdstat.Sync;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `mdstat`: the arrays of software RAID.
final class MdstatCollector implements HostCollector {
  private static final AttributeKey<String> DEVICE = stringKey("system.device");
  private static final AttributeKey<String> DISK_STATE = stringKey("system.mdraid.disk.state");
  private static final AttributeKey<String> ARRAY_STATE = stringKey("system.mdraid.array.state");
  private static final List<String> DISK_STATES =
      List.of("active", "failed", "spare", "missing", "rebuilding");
  private static final List<String> ARRAY_STATES =
      List.of("active", "inactive", "check", "recover", "resync", "reshape");
  private static final List<String> STATUSES = List.of("ok", "degraded", "failed");
  private static final long BLOCK = 1024;

  private final ScopedInstrument status;
  private final ScopedInstrument disks;
  private final ScopedInstrument required;
  private final ScopedInstrument size;
  private final ScopedInstrument synced;
  private final ScopedInstrument syncLimit;
  private final ScopedInstrument state;
  private final SeriesCache<String, Series> series = new SeriesCache<>(Series::new);

  MdstatCollector(Instruments instruments, Hardware hardware) {
    status = hardware.status;
    disks =
        metric(instruments, "disk.count", "{disk}", "Disks of the software RAID array by state")
            .upDownCounter();
    required =
        metric(
                instruments,
                "disk.required",
                "{disk}",
                "Disks that the software RAID array has when it is complete")
            .upDownCounter();
    size = metric(instruments, "size", "By", "Capacity of the software RAID array").upDownCounter();
    synced =
        metric(
                instruments,
                "synced",
                "By",
                "Position of the check, recovery, resync or reshape of the software RAID array; its"
                    + " size where none is due")
            .gauge();
    syncLimit =
        metric(
                instruments,
                "sync.limit",
                "By",
                "Position at which the check, recovery, resync or reshape of the software RAID"
                    + " array ends")
            .gauge();
    state =
        metric(
                instruments,
                "state",
                "{array}",
                "1 for the state that the software RAID array is in, else 0")
            .upDownCounter();
  }

  private static InstrumentBuilder metric(
      Instruments instruments, String suffix, String unit, String description) {
    return instruments.metric("mdraid." + suffix, unit, description).only(SYSTEM);
  }

  @Override
  public String name() {
    return "mdstat";
  }

  @Override
  public boolean isOn() {
    return ScopedInstrument.countOn(
            List.of(status, disks, required, size, synced, syncLimit, state), SYSTEM)
        > 0;
  }

  @Override
  public void observe(HostFiles files) throws ErrnoException, MalformedKernelDataException {
    series.beginCycle();
    for (Array array : files.readProc("mdstat", Mdstat::parse).arrays()) {
      record(array, series.of(array.name()));
    }
  }

  private void record(Array array, Series attributes) {
    recordDisks(array, attributes);
    recordSync(array, attributes);
    one(state, ARRAY_STATES, stateOf(array), attributes.states);
    String health = health(array);
    if (health != null) {
      one(status, STATUSES, health, attributes.statuses);
    }
  }

  private void recordDisks(Array array, Series attributes) {
    Attributes[] byState = attributes.disks;
    disks.record(SYSTEM, array.failed(), byState[1]);
    disks.record(SYSTEM, array.spare(), byState[2]);
    if (array.required() == null || array.active() == null) {
      boolean inactive = array.activity() == Activity.INACTIVE;
      disks.record(SYSTEM, inactive ? 0 : array.unmarked(), byState[0]);
      return;
    }
    int rebuilding = Math.max(0, array.unmarked() - array.active());
    int out = Math.max(0, array.required() - array.active());
    disks.record(SYSTEM, array.active(), byState[0]);
    disks.record(SYSTEM, Math.max(0, out - rebuilding - array.failed()), byState[3]);
    disks.record(SYSTEM, rebuilding, byState[4]);
    required.record(SYSTEM, array.required(), attributes.device);
  }

  private void recordSync(Array array, Series attributes) {
    if (array.blocks() == null) {
      return;
    }
    long bytes = array.blocks() * BLOCK;
    size.record(SYSTEM, bytes, attributes.device);
    Sync sync = array.sync();
    if (sync == null && array.activity() == Activity.ACTIVE) {
      synced.record(SYSTEM, bytes, attributes.device);
      syncLimit.record(SYSTEM, bytes, attributes.device);
    } else if (sync != null && sync.done() != null && sync.total() != null) {
      synced.record(SYSTEM, sync.done() * BLOCK, attributes.device);
      syncLimit.record(SYSTEM, sync.total() * BLOCK, attributes.device);
    }
  }

  private static void one(
      ScopedInstrument instrument, List<String> states, String holds, Attributes[] attributes) {
    for (int i = 0; i < attributes.length; i++) {
      instrument.record(SYSTEM, states.get(i).equals(holds) ? 1 : 0, attributes[i]);
    }
  }

  private static String stateOf(Array array) {
    if (array.activity() == Activity.INACTIVE) {
      return "inactive";
    }
    return switch (array.sync()) {
      case null -> "active";
      case Sync sync ->
          switch (sync.action()) {
            case CHECK -> "check";
            case RECOVER -> "recover";
            case RESYNC -> "resync";
            case RESHAPE -> "reshape";
          };
    };
  }

  /// Nothing is known of an array that is not active: one that holds others is never active.
  private static @Nullable String health(Array array) {
    return switch (array.activity()) {
      case INACTIVE -> null;
      case BROKEN -> "failed";
      case ACTIVE -> {
        if (array.required() == null || array.active() == null) {
          yield array.failed() > 0 ? "failed" : "ok";
        }
        int out = array.required() - array.active();
        yield out <= 0 ? "ok" : out > redundancy(array) ? "failed" : "degraded";
      }
    };
  }

  /// How many disks it can do without. The kernel marks `raid10` as broken where it depends on
  /// which disks these are.
  private static int redundancy(Array array) {
    int disks = array.required() == null ? 0 : array.required();
    return switch (array.personality()) {
      case "raid4", "raid5" -> 1;
      case "raid6" -> 2;
      case null, default -> disks - 1;
    };
  }

  /// The attributes of an array.
  private static final class Series {
    final Attributes device;
    final Attributes[] disks;
    final Attributes[] states;
    final Attributes[] statuses;

    Series(String name) {
      device = Attributes.of(DEVICE, name);
      disks = each(device, DISK_STATE, DISK_STATES);
      states = each(device, ARRAY_STATE, ARRAY_STATES);
      Attributes hardware = Hardware.device(name, name).put(Hardware.TYPE, "logical_disk").build();
      statuses = each(hardware, Hardware.STATE, STATUSES);
    }

    private static Attributes[] each(
        Attributes common, AttributeKey<String> key, List<String> values) {
      return values.stream()
          .map(value -> common.toBuilder().put(key, value).build())
          .toArray(Attributes[]::new);
    }
  }
}
