// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import dev.procpush.collector.HostCollector;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Instruments;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.Meminfo;
import dev.procpush.parse.procfs.NamedNumbers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/proc/meminfo`: what the host's memory is used for. Which metric a field is, is found out once,
/// when the field is new.
final class MeminfoCollector implements HostCollector {
  private final Meminfo meminfo = new Meminfo();
  private final MemoryMetrics metrics;

  /// For each column its metric; null where there is none.
  private final List<MemoryMetrics.@Nullable Target> byColumn = new ArrayList<>();

  /// The columns of what is told from two fields; -1 before they were met.
  private int total = -1;

  private int available = -1;
  private int hugePages = -1;
  private int freeHugePages = -1;

  /// @param files tell the fields of the running kernel; those it adds later are met later
  MeminfoCollector(Instruments instruments, HostFiles files) {
    metrics = new MemoryMetrics(instruments);
    try {
      read(files);
    } catch (ErrnoException | MalformedKernelDataException e) {
      // the first cycle meets the same and says so
    }
  }

  @Override
  public String name() {
    return "meminfo";
  }

  @Override
  public boolean isOn() {
    return metrics.isOn();
  }

  @Override
  public void observe(HostFiles files) throws ErrnoException, MalformedKernelDataException {
    NamedNumbers numbers = read(files);
    for (int column = 0; column < byColumn.size(); column++) {
      MemoryMetrics.Target target = byColumn.get(column);
      if (target != null) {
        target.record(numbers.value(column));
      }
    }
    recordDifference(metrics.used, numbers, total, available);
    recordDifference(metrics.usedHugePages, numbers, hugePages, freeHugePages);
  }

  private NamedNumbers read(HostFiles files) throws ErrnoException, MalformedKernelDataException {
    NamedNumbers numbers = files.readProc("meminfo", meminfo);
    for (int column = byColumn.size(); column < numbers.size(); column++) {
      NamedNumbers.Field field = numbers.field(column);
      byColumn.add(metrics.of(field));
      switch (field.name() + field.unit()) {
        case "MemTotalkB" -> total = column;
        case "MemAvailablekB" -> available = column;
        case "HugePages_Total" -> hugePages = column;
        case "HugePages_Free" -> freeHugePages = column;
        default -> {}
      }
    }
    return numbers;
  }

  /// No point where the kernel lacks one of the two, or where they do not fit together.
  private static void recordDifference(
      MemoryMetrics.Target target, NamedNumbers numbers, int whole, int part) {
    if (whole >= 0 && part >= 0) {
      target.record(KernelNumber.minus(numbers.value(whole), numbers.value(part)));
    }
  }
}
