// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import dev.procpush.collector.HostCollector;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.NumberFile;
import java.util.List;

/// `/sys/class/block/<device>/size`: the capacity of the block devices that `diskstats` shows.
///
/// A size hardly ever changes, and a machine may have thousands of devices: of more than
/// [#READ_AT_ONCE] those are read that are new, and the others in turn.
final class DiskSizeCollector implements HostCollector {
  static final int READ_AT_ONCE = 32;

  private static final int SECTOR = 512;

  private final ScopedInstrument limit;
  private final Disks disks;
  private int turn;

  DiskSizeCollector(ScopedInstrument limit, Disks disks) {
    this.limit = limit;
    this.disks = disks;
  }

  @Override
  public String name() {
    return "block_size";
  }

  @Override
  public boolean isOn() {
    return limit.isOn(Scope.SYSTEM);
  }

  @Override
  public void observe(HostFiles files) throws ErrnoException, MalformedKernelDataException {
    List<Disks.Disk> present = disks.present();
    int turns = (present.size() + READ_AT_ONCE - 1) / READ_AT_ONCE;
    turn = turn + 1 < turns ? turn + 1 : 0;
    FirstFailure failure = new FirstFailure();
    for (int i = 0; i < present.size(); i++) {
      Disks.Disk disk = present.get(i);
      if (disk.sizeFile != null && (disk.size < 0 || i / READ_AT_ONCE == turn)) {
        disk.size = -1;
        read(files, disk, disk.sizeFile, failure);
      }
      if (disk.size >= 0) {
        limit.record(Scope.SYSTEM, disk.size, disk.device);
      }
    }
    failure.rethrow();
  }

  private static void read(HostFiles files, Disks.Disk disk, String name, FirstFailure failure) {
    try {
      long sectors = NumberFile.orNone(files.findSys(name, NumberFile.AMOUNT));
      // 2⁵⁴ sectors are 2⁶³ bytes
      disk.size = sectors >>> 54 == 0 ? sectors * SECTOR : -1;
    } catch (ErrnoException e) {
      failure.keep(e);
    }
  }
}
