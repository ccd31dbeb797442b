// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.FileContent;
import dev.procpush.linux.KernelFiles;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.PidCgroup;
import dev.procpush.parse.procfs.PidMountinfo;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the root of this process's cgroup namespace among the host's cgroups.
///
/// A runtime mounts the namespace's root into the container, as `/sys/fs/cgroup`: the host's folder
/// with the same inode is it. Where it is mounted nowhere, it is the folder whose list of processes
/// has this one, because pids are shown as this process's pid namespace has them.
final class OwnCgroups {
  private static final String PROCESSES = "cgroup.procs";
  private static final String ITSELF = ".";

  /// The most folders of one depth that are looked at.
  private static final int MAX_FOLDERS = 10_000;

  private final KernelFiles kernel;
  private final String process;
  private final String ownProcfs;
  private final Map<CgroupController, String> mounts = new EnumMap<>(CgroupController.class);
  private final Map<CgroupController, String> paths = new EnumMap<>(CgroupController.class);
  private final Set<String> found = new LinkedHashSet<>();

  /// @param procfs the host's `/proc`
  /// @param ownProcfs that of this process's own pid namespace
  OwnCgroups(KernelFiles kernel, String procfs, String ownProcfs) {
    this.kernel = kernel;
    this.ownProcfs = ownProcfs;
    this.process = procfs + "/self";
  }

  /// Looks in one hierarchy.
  ///
  /// @param host where the host has it mounted
  /// @param depth how many folders below that the namespace's root is
  /// @return its path from there; null where it is not found
  @Nullable String find(CgroupController controller, String host, int depth) {
    if (found.isEmpty() && paths.isEmpty()) {
      lookAtOneself();
    }
    // runtimes use the same path in all hierarchies
    List<String> likely = found.stream().filter(path -> segments(path) == depth).toList();
    String path = first(controller, host, likely);
    if (path == null) {
      path = first(controller, host, folders(host, depth));
    }
    if (path != null) {
      found.add(path);
    }
    return path;
  }

  private void lookAtOneself() {
    for (PidCgroup.Line line : CgroupNamespace.read(kernel, process)) {
      for (CgroupController controller : CgroupController.values()) {
        if (line.has(controller.value()) && !line.path().startsWith("/..")) {
          paths.put(controller, line.path().equals("/") ? "" : line.path());
        }
      }
    }
    try {
      for (PidMountinfo.Mount mount :
          ParsedFile.read(kernel, process, "mountinfo", PidMountinfo::parse).mounts()) {
        if (mount.root().equals("/") && inode(mount.mountPoint() + "/" + PROCESSES) != 0) {
          CgroupMounts.controllers(mount).forEach(one -> mounts.put(one, mount.mountPoint()));
        }
      }
    } catch (ErrnoException | MalformedKernelDataException e) {
      // then the lists of processes tell
    }
  }

  private @Nullable String first(CgroupController controller, String host, List<String> folders) {
    String mount = mounts.get(controller);
    long inode = mount == null ? 0 : inode(mount + "/" + ITSELF);
    String path = paths.get(controller);
    for (String folder : folders) {
      boolean same =
          inode == 0
              ? path != null && hasThisProcess(host + folder + path)
              : inode == inode(host + folder + "/" + ITSELF);
      if (same) {
        return folder;
      }
    }
    return null;
  }

  private boolean hasThisProcess(String folder) {
    try {
      String pid = kernel.readLink(ownProcfs, "self");
      FileContent file = kernel.read(folder, PROCESSES);
      String pids = new String(file.bytes(), 0, file.length(), ISO_8859_1);
      return ("\n" + pids).contains("\n" + pid + "\n");
    } catch (ErrnoException e) {
      return false;
    }
  }

  /// All cgroups of one depth.
  private List<String> folders(String host, int depth) {
    List<String> level = List.of("");
    for (int i = 0; i < depth; i++) {
      List<String> next = new ArrayList<>();
      for (String folder : level) {
        addFolders(host, folder, next);
      }
      level = next;
    }
    return level;
  }

  private void addFolders(String host, String folder, List<String> folders) {
    try {
      for (String name : kernel.list(host + folder, ITSELF)) {
        String inner = folder + "/" + name;
        if (folders.size() < MAX_FOLDERS && inode(host + inner + "/" + PROCESSES) != 0) {
          folders.add(inner);
        }
      }
    } catch (ErrnoException e) {
      // gone, or closed to this process
    }
  }

  /// @return 0 where there is no such file
  private long inode(String path) {
    int slash = path.lastIndexOf('/');
    try {
      return kernel.inode(path.substring(0, slash), path.substring(slash + 1));
    } catch (ErrnoException e) {
      return 0;
    }
  }

  private static int segments(String path) {
    return (int) path.chars().filter(c -> c == '/').count();
  }
}
