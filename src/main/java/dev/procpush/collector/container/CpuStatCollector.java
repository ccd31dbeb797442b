// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import dev.procpush.collector.CgroupFile;
import dev.procpush.collector.ContainerCollector;
import dev.procpush.collector.ContainerFiles;
import dev.procpush.collector.ContainerSeries;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedDouble;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.discovery.CgroupController;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.cgroup.FlatKeyedFile;
import io.opentelemetry.api.common.Attributes;
import java.util.List;

/// `cpu.stat`: throttling, and in version 2 the time on CPUs. That is told from here where version
/// 1 counts it as well: one file instead of two, the same time to the microsecond, and split by a
/// kernel that remembers what it has said of each mode.
final class CpuStatCollector implements ContainerCollector {
  private static final int USER = 0;
  private static final int SYSTEM = 1;
  private static final int PERIODS = 2;
  private static final int THROTTLED = 3;
  private static final int THROTTLED_MICROS = 4;
  private static final int THROTTLED_NANOS = 5;
  private static final int USAGE = 6;
  private static final int NANOS_PER_MICRO = 1000;

  private static final List<String> KEYS =
      List.of(
          "user_usec",
          "system_usec",
          "nr_periods",
          "nr_throttled",
          "throttled_usec",
          "throttled_time",
          "usage_usec");

  private final FlatKeyedFile unified = new FlatKeyedFile(KEYS);
  private final FlatKeyedFile version1 = new FlatKeyedFile(KEYS);
  private final CpuTime time;
  private final ScopedInstrument periods;
  private final ScopedInstrument throttledPeriods;
  private final ScopedDouble throttledTime;

  CpuStatCollector(Instruments instruments, CpuTime time) {
    this.time = time;
    periods =
        instruments
            .ofContainer(
                "cpu.periods",
                "{period}",
                "Periods of its CPU limit in which the container wanted to run")
            .counter();
    throttledPeriods =
        instruments
            .ofContainer(
                "cpu.throttled.periods",
                "{period}",
                "Periods in which the container had used up its CPU limit")
            .counter();
    throttledTime =
        instruments
            .ofContainer(
                "cpu.throttled.time", "s", "Time that the CPU limit of the container held it up")
            .doubleCounter();
  }

  @Override
  public String name() {
    return "cpu_stat";
  }

  @Override
  public boolean isOn() {
    return time.isOn() || throttlingPoints() > 0;
  }

  @Override
  public void observe(ContainerFiles files, ContainerSeries series)
      throws ErrnoException, MalformedKernelDataException {
    boolean first = files.has(CgroupController.CPU);
    if ((!first || time.isOn()) && files.find(CgroupFile.CPU_STAT, unified) != null) {
      recordTime(series);
      if (!first) {
        recordThrottling(unified, series);
      }
    }
    if (first && throttlingPoints() > 0) {
      observeVersion1(files, series);
    }
  }

  /// In version 1 there is nothing in it but throttling.
  private void observeVersion1(ContainerFiles files, ContainerSeries series)
      throws ErrnoException, MalformedKernelDataException {
    CgroupFile file = CgroupFile.V1_CPU_STAT;
    if ((series.isCpuLimited() ? files.read(file, version1) : files.find(file, version1)) != null) {
      if (hasThrottling(version1, series)) {
        recordThrottling(version1, series);
      } else {
        files.rest(file);
      }
    }
  }

  /// Two of the three tell the third. In whole microseconds the two modes may be one less than
  /// their sum: user mode has that one.
  private void recordTime(ContainerSeries series) {
    long usage = nanos(USAGE);
    usage = KernelNumber.isKnown(usage) ? usage : KernelNumber.plus(nanos(USER), nanos(SYSTEM));
    long system = nanos(SYSTEM);
    system = KernelNumber.isKnown(system) ? system : KernelNumber.minus(usage, nanos(USER));
    long user = KernelNumber.minus(usage, system);
    if (KernelNumber.isKnown(user)) {
      if (time.measure(series, usage)) {
        time.split(series, user, system);
      }
      time.record(series);
    }
  }

  private long nanos(int key) {
    return KernelNumber.times(unified.value(key), NANOS_PER_MICRO);
  }

  /// Version 2 shows these counters where there is no limit as well, all 0. Once they have counted
  /// they go on without it, so that they do not end with a change of the limit.
  private static boolean hasThrottling(FlatKeyedFile stat, ContainerSeries series) {
    boolean hasAny = false;
    for (int key = PERIODS; key <= THROTTLED_NANOS; key++) {
      hasAny |= KernelNumber.isKnown(stat.value(key));
    }
    return hasAny && (stat.value(PERIODS) != 0 || series.isCpuLimited());
  }

  private void recordThrottling(FlatKeyedFile stat, ContainerSeries series) {
    if (!hasThrottling(stat, series) || !series.reserve(throttlingPoints())) {
      return;
    }
    Attributes identity = series.identity();
    periods.record(Scope.CONTAINER, stat.value(PERIODS), identity);
    throttledPeriods.record(Scope.CONTAINER, stat.value(THROTTLED), identity);
    double micros = KernelNumber.per(stat.value(THROTTLED_MICROS), 1e6);
    double nanos = KernelNumber.per(stat.value(THROTTLED_NANOS), 1e9);
    throttledTime.record(Scope.CONTAINER, Double.isNaN(micros) ? nanos : micros, identity);
  }

  /// How many of its metrics want to know whether there is a limit.
  int throttlingPoints() {
    return (periods.isOn(Scope.CONTAINER) ? 1 : 0)
        + (throttledPeriods.isOn(Scope.CONTAINER) ? 1 : 0)
        + (throttledTime.isOn(Scope.CONTAINER) ? 1 : 0);
  }
}
