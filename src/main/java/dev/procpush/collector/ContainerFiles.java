// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.discovery.CgroupController;
import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.KeptFile;
import dev.procpush.linux.KeptFiles;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The files of one container's cgroup, in all hierarchies that hold numbers of it.
///
/// What was absent is looked for again only now and then. A cgroup that was removed is not read
/// again in the same visit, even if one of the same name is there already: the gap ends its series.
public final class ContainerFiles {
  private static final int FIRST_VISITS = 3;
  private static final int PAUSE = 16;

  private final KeptFiles kernel;
  private final Map<CgroupController, String> folders = new EnumMap<>(CgroupController.class);
  private final IdentityHashMap<CgroupFile, Known> known = new IdentityHashMap<>();
  private @Nullable ErrnoException removed;
  private long visit;

  /// @param folders where each hierarchy has the container
  public ContainerFiles(KeptFiles kernel, Map<CgroupController, String> folders) {
    this.kernel = kernel;
    this.folders.putAll(folders);
  }

  /// Whether a controller of version 1 has the container.
  public boolean has(CgroupController controller) {
    return folders.containsKey(controller);
  }

  /// Whether version 2 tells what this controller of version 1 would.
  public boolean isUnified(CgroupController controller) {
    return !has(controller) && has(CgroupController.UNIFIED);
  }

  /// Reads a file.
  ///
  /// @return valid until the next read
  /// @throws ErrnoException `ENOENT` also where the hierarchy is absent
  public FileContent read(CgroupFile file) throws ErrnoException {
    if (removed != null) {
      throw removed;
    }
    Known place = known.get(file);
    if (place == null) {
      place = newPlace(file);
      known.put(file, place);
    }
    if (place.absent != null && visit < place.nextLook) {
      throw place.absent;
    }
    try {
      FileContent content = kernel.read(place.file);
      place.absent = null;
      return content;
    } catch (ErrnoException e) {
      throw failed(place, file, e);
    }
  }

  private ErrnoException failed(Known place, CgroupFile file, ErrnoException e) {
    if (e.errno() == ErrnoException.ENODEV) {
      release();
      removed = e;
    } else if (isAbsent(e)) {
      if (isRemoved(file.controller())) {
        removed = new ErrnoException(ErrnoException.ENODEV, "open", file.name());
        return removed;
      }
      place.absent = new ErrnoException(ErrnoException.ENOENT, "open", file.name());
      place.nextLook = visit < FIRST_VISITS ? visit + 1 : visit + PAUSE;
      return place.absent;
    }
    return e;
  }

  /// Whether the whole cgroup is not there: each one lists its processes.
  private boolean isRemoved(CgroupController controller) {
    KeptFile processes = new KeptFile(folders.getOrDefault(controller, ""), "cgroup.procs");
    try {
      kernel.read(processes);
      return false;
    } catch (ErrnoException e) {
      return e.errno() == ErrnoException.ENOENT || e.errno() == ErrnoException.ENODEV;
    } finally {
      kernel.release(processes);
    }
  }

  /// Reads a file that not every kernel or container has.
  ///
  /// @return null where it is absent
  public @Nullable FileContent find(CgroupFile file) throws ErrnoException {
    try {
      return read(file);
    } catch (ErrnoException e) {
      if (e.errno() == ErrnoException.ENOENT) {
        return null;
      }
      throw e;
    }
  }

  /// Whether there is no such file, or nothing in it because the kernel was told not to count.
  private static boolean isAbsent(ErrnoException e) {
    return e.errno() == ErrnoException.ENOENT || e.errno() == ErrnoException.EOPNOTSUPP;
  }

  private Known newPlace(CgroupFile file) {
    String folder = folders.get(file.controller());
    Known place = new Known(new KeptFile(folder == null ? "" : folder, file.name()));
    if (folder == null) {
      place.absent = new ErrnoException(ErrnoException.ENOENT, "open", file.name());
      place.nextLook = Long.MAX_VALUE;
    }
    return place;
  }

  void beginVisit() {
    visit++;
    removed = null;
  }

  /// Closes what is open.
  void release() {
    known.values().forEach(place -> kernel.release(place.file));
  }

  /// A file that was asked for.
  private static final class Known {
    final KeptFile file;
    @Nullable ErrnoException absent;
    long nextLook;

    Known(KeptFile file) {
      this.file = file;
    }
  }
}
