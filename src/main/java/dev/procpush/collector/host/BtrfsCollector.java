// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static dev.procpush.collector.Scope.SYSTEM;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import dev.procpush.collector.HostCollector;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.OptionalFiles;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.cgroup.FlatKeyedFile;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// `fs/btrfs/<uuid>`: how each mounted btrfs is allocated, and the errors of its devices.
final class BtrfsCollector implements HostCollector {
  private static final AttributeKey<String> ERROR = stringKey("error.type");
  private static final String FOLDER = "fs/btrfs";
  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final List<String> ERRORS =
      List.of("write", "read", "flush", "corruption", "generation");
  private static final int CYCLES = 64;

  private final BtrfsInstruments instruments;
  private final FlatKeyedFile errorStats =
      new FlatKeyedFile(ERRORS.stream().map(kind -> kind + "_errs").toList());
  private final Map<String, BtrfsLayout> known = new HashMap<>();
  private long cycle;

  BtrfsCollector(Instruments instruments) {
    this.instruments = new BtrfsInstruments(instruments);
  }

  @Override
  public String name() {
    return "btrfs";
  }

  @Override
  public boolean isOn() {
    return instruments.isOn();
  }

  @Override
  public void observe(HostFiles host) throws ErrnoException, MalformedKernelDataException {
    List<String> mounted = host.listSys(FOLDER);
    OptionalFiles files = new OptionalFiles(host);
    if (cycle++ % CYCLES == 0) {
      known.clear();
    }
    known.keySet().retainAll(mounted);
    for (String uuid : mounted) {
      if (UUID.matcher(uuid).matches()) {
        BtrfsLayout layout =
            known.computeIfAbsent(uuid, id -> BtrfsLayout.find(FOLDER + "/" + id, id, files));
        if (!record(layout, files)) {
          // a profile or a device has gone
          known.remove(uuid);
        }
      }
    }
    files.end();
  }

  /// @return whether all of it could be read
  private boolean record(BtrfsLayout layout, OptionalFiles files) {
    boolean whole = true;
    instruments.info.record(SYSTEM, 1, layout.info());
    for (BtrfsLayout.Figure figure : layout.figures()) {
      long value = files.number(figure.file(), KernelNumber.AMOUNT);
      whole &= KernelNumber.isKnown(value);
      ScopedInstrument instrument = instruments.of(figure.what());
      long scaled = KernelNumber.times(value, figure.what().factor());
      instrument.record(SYSTEM, scaled, figure.attributes());
    }
    for (BtrfsLayout.Device device : layout.devices()) {
      recordErrors(device, files);
    }
    return whole;
  }

  /// Kernels before 5.14 lack the file.
  private void recordErrors(BtrfsLayout.Device device, OptionalFiles files) {
    if (files.find(device.errorStats(), errorStats) == null) {
      return;
    }
    for (int i = 0; i < ERRORS.size(); i++) {
      instruments.errors.record(SYSTEM, errorStats.value(i), device.errors().get(i));
    }
  }

  /// The attributes of a device's errors.
  static List<Attributes> errors(Attributes device) {
    return ERRORS.stream().map(kind -> device.toBuilder().put(ERROR, kind).build()).toList();
  }
}
