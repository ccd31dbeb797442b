// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.KernelFiles;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.PidMountinfo;
import dev.procpush.parse.procfs.PidMountinfo.Mount;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where the host's cgroup hierarchies are mounted, as this process sees them: version 1, version
/// 2, or both.
///
/// Looked for first where systemd and others put them below the configured folder: version 2 there
/// or in `unified`, a hierarchy of version 1 under its controllers' names. Else the mounts of the
/// host's first process tell.
public final class CgroupMounts {
  private static final String HOST_FOLDER = "/sys/fs/cgroup";
  private static final String CONTROLLERS = "cgroup.controllers";
  private static final String UP = "/..";
  private static final List<String> PARENTS =
      List.of(
          "",
          "/docker",
          "/system.slice",
          "/machine.slice",
          "/kubepods.slice",
          "/kubepods.slice/kubepods-burstable.slice",
          "/kubepods.slice/kubepods-besteffort.slice",
          "/kubepods",
          "/kubepods/burstable",
          "/kubepods/besteffort");
  private static final String VERSION_1 = "cgroup";
  private static final String VERSION_2 = "cgroup2";

  private final KernelFiles kernel;
  private final String folder;
  private final String rootfs;
  private final Map<CgroupController, String> mounts = new EnumMap<>(CgroupController.class);

  private CgroupMounts(KernelFiles kernel, String folder, String rootfs) {
    this.kernel = kernel;
    this.folder = folder;
    this.rootfs = rootfs;
  }

  /// Looks for them once.
  ///
  /// @param procfs the host's `/proc`
  /// @param folder the host's `/sys/fs/cgroup`
  /// @param rootfs the host's root, below which other mounts of the host are seen
  public static CgroupMounts find(KernelFiles kernel, String procfs, String folder, String rootfs) {
    CgroupMounts found = new CgroupMounts(kernel, folder, rootfs.equals("/") ? "" : rootfs);
    found.lookInFolder();
    found.lookInMountinfo(procfs);
    return found;
  }

  /// The folder of a container in each hierarchy that can be seen, where its place in that is
  /// known.
  public Map<CgroupController, String> folders(Container container) {
    Map<CgroupController, String> folders = new EnumMap<>(CgroupController.class);
    for (CgroupController controller : container.cgroups().keySet()) {
      String folder = folder(container, controller);
      if (folder != null) {
        folders.put(controller, folder);
      }
    }
    return folders;
  }

  /// Where the root of a hierarchy is mounted, as this process sees it.
  @Nullable String mount(CgroupController controller) {
    return mounts.get(controller);
  }

  private @Nullable String folder(Container container, CgroupController controller) {
    String mount = mounts.get(controller);
    String path = container.cgroups().get(controller);
    if (mount == null || path == null) {
      return null;
    }
    return path.equals("/") ? existing(mount, ownPlaces(container)) : folder(controller, path);
  }

  /// The folder of a cgroup in a hierarchy, where its place in that is known.
  @Nullable String folder(CgroupController controller, String path) {
    String mount = mounts.get(controller);
    if (mount == null) {
      return null;
    }
    return path.startsWith(UP + "/")
        ? existing(mount, places(path.substring(path.lastIndexOf(UP + "/") + UP.length())))
        : mount + path;
  }

  /// In a cgroup namespace of its own, this process sees of others only where they are from its own
  /// place. Where [CgroupNamespace] did not find that, it is in one of the folders that runtimes
  /// use.
  private static List<String> places(String rest) {
    return PARENTS.stream().map(parent -> parent + rest).toList();
  }

  /// And of itself not even that.
  private static List<String> ownPlaces(Container container) {
    String id = container.id();
    return List.of(
        "/docker/" + id,
        "/system.slice/docker-" + id + ".scope",
        "/machine.slice/libpod-" + id + ".scope");
  }

  private @Nullable String existing(String mount, List<String> places) {
    for (String place : places) {
      if (exists(mount + place + "/cgroup.procs")) {
        return mount + place;
      }
    }
    return null;
  }

  private void lookInFolder() {
    if (exists(folder + "/" + CONTROLLERS)) {
      mounts.put(CgroupController.UNIFIED, folder);
      return;
    }
    if (exists(folder + "/unified/" + CONTROLLERS)) {
      mounts.put(CgroupController.UNIFIED, folder + "/unified");
    }
    for (CgroupController controller : CgroupController.values()) {
      for (String name : names(controller)) {
        if (!mounts.containsKey(controller) && exists(folder + "/" + name + "/tasks")) {
          mounts.put(controller, folder + "/" + name);
        }
      }
    }
  }

  private static List<String> names(CgroupController controller) {
    return switch (controller) {
      case CPU, CPUACCT -> List.of(controller.value(), "cpu,cpuacct", "cpuacct,cpu");
      case MEMORY, PIDS, BLKIO -> List.of(controller.value());
      case UNIFIED -> List.of();
    };
  }

  private boolean exists(String path) {
    int slash = path.lastIndexOf('/');
    try {
      kernel.inode(path.substring(0, slash), path.substring(slash + 1));
      return true;
    } catch (ErrnoException e) {
      return false;
    }
  }

  private void lookInMountinfo(String procfs) {
    try {
      for (Mount mount :
          ParsedFile.read(kernel, procfs + "/1", "mountinfo", PidMountinfo::parse).mounts()) {
        if (isWhole(mount.root())) {
          add(mount);
        }
      }
    } catch (ErrnoException | MalformedKernelDataException e) {
      // what was found in the folder is all there is
    }
  }

  /// Whether it is the root of the hierarchy, seen from there or from somewhere below.
  private static boolean isWhole(String root) {
    return root.replace(UP, "").isEmpty() || root.equals("/");
  }

  private void add(Mount mount) {
    Set<CgroupController> controllers = controllers(mount);
    String folder = seen(mount.mountPoint());
    // one that is not there is not within what this process sees of the host
    if (!controllers.isEmpty() && exists(folder + "/cgroup.procs")) {
      controllers.forEach(controller -> mounts.putIfAbsent(controller, folder));
    }
  }

  /// Which hierarchy is mounted; nothing for what is no cgroup file system.
  static Set<CgroupController> controllers(Mount mount) {
    Set<CgroupController> controllers = EnumSet.noneOf(CgroupController.class);
    if (mount.type().equals(VERSION_2)) {
      controllers.add(CgroupController.UNIFIED);
    } else if (mount.type().equals(VERSION_1)) {
      List<String> options = List.of(mount.superOptions().split(",", -1));
      for (CgroupController controller : CgroupController.values()) {
        if (options.contains(controller.value())) {
          controllers.add(controller);
        }
      }
    }
    return controllers;
  }

  private String seen(String mountPoint) {
    return mountPoint.equals(HOST_FOLDER) || mountPoint.startsWith(HOST_FOLDER + "/")
        ? folder + mountPoint.substring(HOST_FOLDER.length())
        : rootfs + mountPoint;
  }
}
