// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import dev.procpush.collector.HostFiles;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.sysfs.CpuList;
import java.util.Arrays;
import java.util.List;

/// `devices/system/cpu/online`: which CPUs there are. What else sysfs says about CPUs stays the
/// same while this does.
final class OnlineCpus {
  private static final String ONLINE = "devices/system/cpu/online";

  private byte[] last = {};
  private List<Integer> numbers = List.of();

  /// Reads it.
  ///
  /// @return whether it is not what it was
  boolean haveChanged(HostFiles files) throws ErrnoException, MalformedKernelDataException {
    FileContent file = files.readSys(ONLINE);
    int length = file.length();
    if (Arrays.equals(last, 0, last.length, file.bytes(), 0, length)) {
      return false;
    }
    numbers = files.losses().parse(CpuList::parse, files.sysfs(), ONLINE, file).numbers();
    last = file.copy();
    return true;
  }

  /// By the last reading.
  List<Integer> numbers() {
    return numbers;
  }

  /// Takes the next reading as a change.
  void forget() {
    last = new byte[0];
  }
}
