// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import dev.procpush.collector.CgroupFile;
import dev.procpush.collector.ContainerCollector;
import dev.procpush.collector.ContainerFiles;
import dev.procpush.collector.ContainerSeries;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.discovery.CgroupController;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.cgroup.CgroupNumber;
import org.jspecify.annotations.Nullable;

/// A file that is one number and becomes one metric, such as `pids.current`.
final class CgroupNumberCollector implements ContainerCollector {
  private final @Nullable CgroupFile version1;
  private final @Nullable CgroupFile unified;
  private final ScopedInstrument instrument;
  private final String name;
  private boolean zeroIsNone;
  private boolean includesInner;

  private CgroupNumberCollector(
      @Nullable CgroupFile version1, @Nullable CgroupFile unified, ScopedInstrument instrument) {
    this.version1 = version1;
    this.unified = unified;
    this.instrument = instrument;
    CgroupFile known = unified == null ? version1 : unified;
    this.name = known == null ? "" : known.name().replace('.', '_');
  }

  /// @param version1 the file there
  /// @param unified the name of the file in version 2, where `version1`'s controller is not one of
  ///   version 1
  CgroupNumberCollector(CgroupFile version1, String unified, ScopedInstrument instrument) {
    this(version1, new CgroupFile(CgroupController.UNIFIED, unified), instrument);
  }

  /// Of a file that only version 1 has.
  static CgroupNumberCollector version1(CgroupFile file, ScopedInstrument instrument) {
    return new CgroupNumberCollector(file, (CgroupFile) null, instrument);
  }

  /// Of a file that only version 2 has.
  static CgroupNumberCollector unified(String file, ScopedInstrument instrument) {
    return new CgroupNumberCollector(
        (CgroupFile) null, new CgroupFile(CgroupController.UNIFIED, file), instrument);
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
    FileContent content = file == null ? null : files.find(file);
    if (file == null || content == null) {
      return;
    }
    CgroupNumber number = CgroupNumber.parse(content.bytes(), content.length(), file.name());
    boolean none = !number.limited() || (zeroIsNone && number.value() == 0);
    if (!none && series.reserve(1)) {
      long value = includesInner ? series.ownAmount(instrument, number.value()) : number.value();
      instrument.record(Scope.CONTAINER, value, series.identity());
    }
  }
}
