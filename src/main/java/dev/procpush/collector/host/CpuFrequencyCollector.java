// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import dev.procpush.collector.CollectionTime.Share;
import dev.procpush.collector.HostCollector;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedDouble;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.NumberFile;
import dev.procpush.parse.procfs.Cpuinfo;
import io.opentelemetry.api.common.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// `devices/system/cpu/cpu*/cpufreq/scaling_cur_freq`: how fast each CPU runs. Where there is no
/// driver for that, as in virtual machines, x86 tells it in `cpuinfo`.
///
/// Linux 4.14 to 5.17 on x86 interrupts the CPU and may wait 10 ms for each answer. So they have a
/// share of the time, and the CPUs for which there was none come first in the next cycle.
final class CpuFrequencyCollector implements HostCollector {
  /// After so many cycles a driver may have been loaded.
  private static final int LOOK_AGAIN = 60;

  private static final long HZ_PER_KHZ = 1000;

  private final OnlineCpus online = new OnlineCpus();
  private final CpuNumbers<Attributes> attributes = CpuNumbers.attributes();
  private final List<Cpu> cpus = new ArrayList<>();
  private final ScopedDouble frequency;
  private final LongSupplier nanoClock;
  private int lookIn;
  private boolean inCpuinfo;
  private int turn;

  private record Cpu(String file, Attributes attributes) {}

  /// @param nanoClock as [System#nanoTime]
  CpuFrequencyCollector(Instruments instruments, LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    frequency =
        instruments.ofHost("cpu.frequency", "Hz", "Current frequency of the CPU").doubleGauge();
  }

  @Override
  public String name() {
    return "cpufreq";
  }

  @Override
  public boolean isOn() {
    return frequency.isOn(Scope.SYSTEM);
  }

  @Override
  public void observe(HostFiles files) throws ErrnoException, MalformedKernelDataException {
    if (online.haveChanged(files) || --lookIn < 0) {
      look(files);
    }
    if (!cpus.isEmpty()) {
      readAll(files);
    } else if (inCpuinfo) {
      for (Cpuinfo.Cpu cpu : files.readProc("cpuinfo", Cpuinfo::parse).cpus()) {
        record(cpu.hertz(), attributes.of(cpu.number()));
      }
    } else {
      throw new ErrnoException(ErrnoException.ENOENT, "open", "cpufreq");
    }
  }

  /// Finds out where the frequencies are.
  private void look(HostFiles files) throws ErrnoException, MalformedKernelDataException {
    lookIn = LOOK_AGAIN;
    turn = 0;
    cpus.clear();
    for (int number : online.numbers()) {
      String folder = "devices/system/cpu/cpu" + number;
      if (hasDriver(files, folder)) {
        cpus.add(new Cpu(folder + "/cpufreq/scaling_cur_freq", attributes.of(number)));
      }
    }
    inCpuinfo = false;
    if (cpus.isEmpty()) {
      inCpuinfo = !files.readProc("cpuinfo", Cpuinfo::parse).cpus().isEmpty();
    }
  }

  private static boolean hasDriver(HostFiles files, String folder) {
    try {
      return files.listSys(folder + "/cpufreq").contains("scaling_cur_freq");
    } catch (ErrnoException e) {
      return false;
    }
  }

  private void readAll(HostFiles files) throws ErrnoException {
    long start = nanoClock.getAsLong();
    long bound = files.time().nanos(Share.CPU_FREQUENCIES);
    ErrnoException unreadable = null;
    int count = cpus.size();
    int first = turn;
    for (int i = 0; i < count; i++) {
      turn = (first + i) % count;
      if (nanoClock.getAsLong() - start > bound) {
        break;
      }
      unreadable = read(files, cpus.get(turn), unreadable);
    }
    if (unreadable != null) {
      throw unreadable;
    }
  }

  /// @return the failure of this one or of one before it
  private @Nullable ErrnoException read(HostFiles files, Cpu cpu, @Nullable ErrnoException before) {
    try {
      long kilohertz = NumberFile.orNone(files.findSys(cpu.file, NumberFile.AMOUNT));
      record((double) KernelNumber.times(kilohertz, HZ_PER_KHZ), cpu.attributes);
      return before;
    } catch (ErrnoException e) {
      return before == null ? e : before;
    }
  }

  /// Zero is what drivers say that do not know it.
  private void record(double hertz, Attributes cpu) {
    if (hertz > 0) {
      frequency.record(Scope.SYSTEM, hertz, cpu);
    }
  }
}
