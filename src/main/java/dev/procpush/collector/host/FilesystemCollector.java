// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import dev.procpush.collector.FileSystemSources;
import dev.procpush.collector.HostCollector;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Instruments;
import dev.procpush.discovery.MountTable;
import dev.procpush.linux.BoundedCalls.Pending;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileSystems;
import dev.procpush.linux.StatFs;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.PidMountinfo.Mount;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `mountinfo` of the host's first process: how full each file system is that is mounted there.
///
/// All are asked at once, those last that did not answer the last time. One that does not answer in
/// time costs nothing but its own points, and is asked again when it has answered.
///
/// That a file system has become read-only after an error, the kernel tells nobody who watches the
/// mounts, but the file system does, or, of ext4, its count of errors ([Ext4Errors]). One that does
/// not answer does not, so that the mounts are read.
final class FilesystemCollector implements HostCollector {
  private static final Logger LOG = System.getLogger("dev.procpush");

  /// Users can mount file systems of their own: a thousand each.
  static final int MOST = 1_000;

  private final FileSystemSources sources;
  private final FilesystemMetrics metrics;
  private @Nullable MountTable table;
  private List<Mounted> fileSystems = List.of();
  private @Nullable MountTable anew;
  private boolean saidHidden;

  FilesystemCollector(Instruments instruments, FileSystemSources sources) {
    this.sources = sources;
    metrics = new FilesystemMetrics(instruments);
  }

  @Override
  public String name() {
    return "filesystem";
  }

  @Override
  public boolean isOn() {
    return metrics.areOn();
  }

  @Override
  public void observe(HostFiles files) throws ErrnoException, MalformedKernelDataException {
    MountTable now = sources.mounts().read();
    if (now != table) {
      fileSystems = fileSystems(now, files);
      table = now;
    }
    anew = null;
    begin(false);
    begin(true);
    long deadline = sources.patience().deadline();
    ErrnoException failure = null;
    Mounted hidden = null;
    for (Mounted mounted : fileSystems) {
      try {
        if (!record(mounted, files, deadline)) {
          hidden = mounted;
        }
      } catch (ErrnoException e) {
        failure = failure == null ? e : failure;
      }
    }
    sayHidden(hidden);
    if (failure != null) {
      throw failure;
    }
  }

  private void begin(boolean stuck) {
    for (Mounted mounted : fileSystems) {
      if (mounted.stuck == stuck) {
        mounted.pending = sources.fileSystems().begin(mounted.place);
      }
    }
  }

  /// @return false where something else is at its place
  private boolean record(Mounted mounted, HostFiles files, long deadline)
      throws ErrnoException, MalformedKernelDataException {
    Pending<StatFs> pending = mounted.pending;
    mounted.pending = null;
    if (pending == null) {
      return true;
    }
    StatFs told;
    try {
      told = pending.await(deadline);
    } catch (ErrnoException e) {
      if (e.errno() == ErrnoException.ENOENT) {
        return false;
      }
      if (e.errno() == ErrnoException.ETIMEDOUT) {
        metrics.recordStuck(isReadOnlyNow(mounted), mounted.series);
        tell(mounted, true);
      }
      throw e;
    }
    tell(mounted, false);
    if (!MountTable.isAt(mounted.mount, told)) {
      return false;
    }
    metrics.record(told, isReadOnly(mounted, told, files), mounted.series);
    return true;
  }

  private boolean isReadOnly(Mounted mounted, StatFs told, HostFiles files)
      throws ErrnoException, MalformedKernelDataException {
    Ext4Errors errors = mounted.errors;
    boolean hasErrors = errors != null && errors.look(files);
    if (errors != null && errors.forbidWriting()) {
      return true;
    }
    boolean isOther = told.readOnly() != MountTable.isReadOnlyItself(mounted.mount);
    return (isOther || hasErrors) ? isReadOnlyNow(mounted) : mounted.isReadOnly;
  }

  private boolean isReadOnlyNow(Mounted mounted)
      throws ErrnoException, MalformedKernelDataException {
    MountTable now = anew;
    if (now == null) {
      now = sources.mounts().readAnew();
      anew = now;
    }
    return now.isReadOnly(mounted.mount.id());
  }

  /// Collectors of the host run at home, where logging is safe.
  private static void tell(Mounted mounted, boolean stuck) {
    if (mounted.stuck != stuck) {
      mounted.stuck = stuck;
      LOG.log(
          stuck ? Level.WARNING : Level.INFO,
          "The file system on "
              + mounted.mount.mountPoint()
              + (stuck
                  ? " does not answer: nothing is told of it until it does"
                  : " answers again"));
    }
  }

  /// On the host itself, what is hidden under another mount is an everyday thing.
  private void sayHidden(@Nullable Mounted hidden) {
    if (hidden != null && !saidHidden && !sources.mounts().rootfs().equals("/")) {
      saidHidden = true;
      LOG.log(
          Level.WARNING,
          "Some of the host's file systems are not seen below "
              + sources.mounts().rootfs()
              + ", as the one on "
              + hidden.mount.mountPoint()
              + ": either something hides them, or the host's root was not mounted with rslave");
    }
  }

  private List<Mounted> fileSystems(MountTable now, HostFiles files) {
    Map<Mount, Mounted> known = HashMap.newHashMap(fileSystems.size());
    fileSystems.forEach(mounted -> known.put(mounted.mount, mounted));
    List<Mounted> all = new ArrayList<>();
    for (Mount mount : now.fileSystems(sources::wantsOfHost)) {
      if (all.size() == MOST) {
        LOG.log(Level.WARNING, "Of the host's file systems only " + MOST + " are looked at");
        break;
      }
      Mounted before = known.get(mount);
      all.add(before == null ? mounted(mount, files) : before);
    }
    return all;
  }

  private Mounted mounted(Mount mount, HostFiles files) {
    FileSystems.Place place = new FileSystems.Place(sources.mounts().rootfs(), mount.mountPoint());
    String device = FileSystemSources.device(mount, files);
    Ext4Errors errors = mount.type().equals("ext4") ? new Ext4Errors(device) : null;
    return new Mounted(mount, place, device, errors);
  }

  /// A file system that is asked.
  private static final class Mounted {
    final Mount mount;
    final FileSystems.Place place;
    final boolean isReadOnly;
    final FilesystemMetrics.Series series;
    final @Nullable Ext4Errors errors;
    boolean stuck;
    @Nullable Pending<StatFs> pending;

    Mounted(Mount mount, FileSystems.Place place, String device, @Nullable Ext4Errors errors) {
      this.mount = mount;
      this.place = place;
      this.errors = errors;
      isReadOnly = MountTable.isReadOnly(mount);
      series = new FilesystemMetrics.Series(device, mount.type(), mount.mountPoint());
    }
  }
}
