// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import dev.procpush.collector.CgroupFile;
import dev.procpush.collector.ContainerCollector;
import dev.procpush.collector.ContainerFiles;
import dev.procpush.collector.ContainerSeries;
import dev.procpush.discovery.CgroupController;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.cgroup.CgroupNumber;
import dev.procpush.parse.cgroup.FlatKeyedFile;
import java.util.List;

/// `cpuacct.usage_user` and `cpuacct.usage_sys` of version 1; on kernels before 4.7 `cpuacct.stat`,
/// which counts in hundredths of a second.
final class CpuacctUsageCollector implements ContainerCollector {
  private static final CgroupFile USER = file("cpuacct.usage_user");
  private static final CgroupFile SYSTEM = file("cpuacct.usage_sys");
  private static final CgroupFile STAT = file("cpuacct.stat");
  private static final double TICKS_PER_SECOND = 100;

  private final FlatKeyedFile stat = new FlatKeyedFile("cpuacct.stat", List.of("user", "system"));
  private final CpuTime time;

  CpuacctUsageCollector(CpuTime time) {
    this.time = time;
  }

  private static CgroupFile file(String name) {
    return new CgroupFile(CgroupController.CPUACCT, name);
  }

  @Override
  public String name() {
    return "cpuacct_usage";
  }

  @Override
  public boolean isOn() {
    return time.isOn();
  }

  @Override
  public void observe(ContainerFiles files, ContainerSeries series)
      throws ErrnoException, MalformedKernelDataException {
    if (!files.has(CgroupController.CPUACCT)) {
      return;
    }
    FileContent user = files.find(USER);
    if (user == null) {
      observeStat(files, series);
      return;
    }
    long userNanos = nanos(user, USER);
    long systemNanos = nanos(files.read(SYSTEM), SYSTEM);
    if (series.reserve(time.points())) {
      time.record(series, userNanos, systemNanos, 1e9);
    }
  }

  private static long nanos(FileContent content, CgroupFile file)
      throws MalformedKernelDataException {
    return CgroupNumber.parse(content.bytes(), content.length(), file.name()).value();
  }

  private void observeStat(ContainerFiles files, ContainerSeries series)
      throws ErrnoException, MalformedKernelDataException {
    FileContent content = files.read(STAT);
    stat.parse(content.bytes(), content.length());
    if (stat.has(0) && stat.has(1) && series.reserve(time.points())) {
      time.record(series, stat.value(0), stat.value(1), TICKS_PER_SECOND);
    }
  }
}
