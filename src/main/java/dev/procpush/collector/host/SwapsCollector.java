// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static io.opentelemetry.api.common.AttributeKey.stringKey;

import dev.procpush.collector.HostCollector;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.collector.SeriesCache;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.Swaps;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;

/// `/proc/swaps`: how full the partitions and files are that memory is paged out to. A partition
/// goes by the kernel's name, as in `dm-1`, a file by its path.
final class SwapsCollector implements HostCollector {
  private static final long KIB = 1024;
  private static final AttributeKey<String> DEVICE = stringKey("system.device");
  private static final AttributeKey<String> STATE = stringKey("system.paging.state");
  private static final String DEVICES = "/dev/";

  /// A path may be longer than any label should be; the kernel has at most 32 areas.
  private static final int LONGEST_NAME = 1024;

  private final ScopedInstrument usage;
  private final SeriesCache<String, Series> series = new SeriesCache<>(Series::of);

  SwapsCollector(Instruments instruments) {
    usage =
        instruments
            .ofHost("paging.usage", "By", "Swap space of the device by state")
            .upDownCounter();
  }

  @Override
  public String name() {
    return "swaps";
  }

  @Override
  public boolean isOn() {
    return usage.isOn(Scope.SYSTEM);
  }

  @Override
  public void observe(HostFiles files) throws ErrnoException, MalformedKernelDataException {
    Swaps swaps = files.readProc("swaps", Swaps::parse);
    series.beginCycle();
    for (Swaps.Area area : swaps.areas()) {
      String name = name(area);
      if (name.length() <= LONGEST_NAME) {
        Series of = series.of(name);
        long free = KernelNumber.minus(area.size(), area.used());
        usage.record(Scope.SYSTEM, KernelNumber.times(area.used(), KIB), of.used);
        usage.record(Scope.SYSTEM, KernelNumber.times(free, KIB), of.free);
      }
    }
  }

  private static String name(Swaps.Area area) {
    return area.isPartition() && area.path().startsWith(DEVICES)
        ? area.path().substring(DEVICES.length())
        : area.path();
  }

  /// The attributes of one area.
  private record Series(Attributes used, Attributes free) {
    static Series of(String name) {
      return new Series(
          Attributes.of(DEVICE, name, STATE, "used"), Attributes.of(DEVICE, name, STATE, "free"));
    }
  }
}
