// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import dev.procpush.collector.CgroupFile;
import dev.procpush.collector.ContainerCollector;
import dev.procpush.collector.ContainerFiles;
import dev.procpush.collector.ContainerSeries;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.NumberFile;
import org.jspecify.annotations.Nullable;

/// A file that is one number and becomes one metric, such as `pids.current`.
final class CgroupNumberCollector implements ContainerCollector {
  private final @Nullable CgroupFile version1;
  private final @Nullable CgroupFile unified;
  private final ScopedInstrument instrument;
  private final String name;
  private boolean isLimit;
  private boolean zeroIsNone;
  private boolean includesInner;

  /// @param version1 the file there
  /// @param unified the file in version 2, where `version1`'s controller is not one of version 1
  CgroupNumberCollector(
      @Nullable CgroupFile version1, @Nullable CgroupFile unified, ScopedInstrument instrument) {
    this.version1 = version1;
    this.unified = unified;
    this.instrument = instrument;
    CgroupFile known = unified == null ? version1 : unified;
    this.name = known == null ? "" : known.path().replace('.', '_');
  }

  /// Of a file that only version 1 has.
  static CgroupNumberCollector version1(CgroupFile file, ScopedInstrument instrument) {
    return new CgroupNumberCollector(file, null, instrument);
  }

  /// Of a file that only version 2 has.
  static CgroupNumberCollector unified(CgroupFile file, ScopedInstrument instrument) {
    return new CgroupNumberCollector(null, file, instrument);
  }

  /// Of a limit, which need not be set.
  CgroupNumberCollector ofLimit() {
    isLimit = true;
    return this;
  }

  /// Takes 0 as no value.
  CgroupNumberCollector unlessZero() {
    zeroIsNone = true;
    return this;
  }

  /// Of an amount in which the kernel counts those of containers within it as well.
  CgroupNumberCollector ofAllBelow() {
    includesInner = true;
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isOn() {
    return instrument.isOn(Scope.CONTAINER);
  }

  @Override
  public void observe(ContainerFiles files, ContainerSeries series)
      throws ErrnoException, MalformedKernelDataException {
    CgroupFile file = version1 != null && files.has(version1.controller()) ? version1 : unified;
    if (file == null) {
      return;
    }
    long number =
        isLimit ? files.limit(file) : NumberFile.orNone(files.find(file, NumberFile.AMOUNT));
    if (zeroIsNone && number == 0) {
      files.rest(file);
    } else if (KernelNumber.isKnown(number) && series.reserve(1)) {
      long value = includesInner ? series.ownAmount(instrument, number) : number;
      instrument.record(Scope.CONTAINER, value, series.identity());
    }
  }
}
