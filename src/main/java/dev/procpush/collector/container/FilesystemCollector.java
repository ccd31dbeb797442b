// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import dev.procpush.collector.ContainerCollector;
import dev.procpush.collector.ContainerFiles;
import dev.procpush.collector.ContainerSeries;
import dev.procpush.collector.FileSystemSources;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.SeriesCache;
import dev.procpush.discovery.MountTable;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.PidMountinfo;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// `mountinfo` of a container's oldest process: how full each file system is that is mounted there
/// and is not the host's. All of all containers are asked before the first is waited for.
final class FilesystemCollector implements ContainerCollector {
  private final FileSystemSources sources;
  private final HostFiles host;
  private final FilesystemMetrics metrics;
  private final SeriesCache<ContainerSeries, ContainerMounts> containers;
  private final CRC32 checksum = new CRC32();
  private @Nullable MountTable hosts;
  private @Nullable MountTable hostsBefore;
  private int version;
  private int turns;
  private boolean isWaiting;
  private long deadlineNanos;

  FilesystemCollector(Instruments instruments, HostFiles host, FileSystemSources sources) {
    this.sources = sources;
    this.host = host;
    metrics = new FilesystemMetrics(instruments);
    containers =
        new SeriesCache<>(
            series -> new ContainerMounts(series, sources, host, turns++ % ContainerMounts.CYCLES));
  }

  @Override
  public String name() {
    return "container_filesystem";
  }

  @Override
  public boolean isOn() {
    return metrics.areOn();
  }

  @Override
  public void beginCycle() {
    containers.beginCycle();
    hosts = null;
    isWaiting = false;
  }

  @Override
  public boolean asks() {
    return true;
  }

  @Override
  public void ask(ContainerSeries series) throws ErrnoException, MalformedKernelDataException {
    String oldest = series.container().details().oldest();
    ContainerMounts mounts = containers.of(series);
    if (oldest == null) {
      mounts.clear();
      return;
    }
    if (mounts.begin(oldest)) {
      try {
        look(mounts, oldest);
      } catch (ErrnoException | MalformedKernelDataException e) {
        mounts.clear();
        throw e;
      }
    }
    mounts.ask();
  }

  private void look(ContainerMounts mounts, String oldest)
      throws ErrnoException, MalformedKernelDataException {
    MountTable table = hosts;
    if (table == null) {
      table = sources.mounts().read();
      hosts = table;
      version += table == hostsBefore ? 0 : 1;
      hostsBefore = table;
    }
    FileContent file;
    try {
      file = host.kernel().read(oldest, "mountinfo");
    } catch (ErrnoException e) {
      if (e.isGone() || e.errno() == ErrnoException.EINVAL) {
        mounts.clear();
        return;
      }
      throw e;
    }
    checksum.reset();
    checksum.update(file.bytes(), 0, file.length());
    if (!mounts.wereTaken(checksum.getValue(), version)) {
      PidMountinfo mountinfo = host.losses().parse(PidMountinfo::parse, oldest, "mountinfo", file);
      mounts.take(oldest, mountinfo.mounts(), table, checksum.getValue(), version);
    }
  }

  @Override
  public void observe(ContainerFiles files, ContainerSeries series) throws ErrnoException {
    ContainerMounts mounts = containers.of(series);
    if (mounts.all().isEmpty()) {
      return;
    }
    if (!isWaiting) {
      isWaiting = true;
      deadlineNanos = sources.patience().deadline();
    }
    ErrnoException failure = mounts.await(deadlineNanos);
    int points = 0;
    for (ContainerMount mount : mounts.all()) {
      points += metrics.points(mount.told());
    }
    if (points > 0 && series.reserve(points)) {
      for (ContainerMount mount : mounts.all()) {
        metrics.record(mount.told(), mount.series);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
