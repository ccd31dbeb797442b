// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.KernelFiles;
import dev.procpush.parse.procfs.PidCgroup;
import dev.procpush.parse.procfs.PidStat;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A cgroup that may be a container's in a namespace of containerd, `/<namespace>/<id>`, as `ctr`
/// makes it. The path does not tell it from others; the shim does, which is the parent of the
/// container's first process: `containerd-shim-runc-v2 -namespace <namespace> -id <id> …`.
///
/// @param namespace of containerd
/// @param id of the container in that namespace, mostly a name
record ContainerdTask(String namespace, String id) {
  private static final Pattern PATH =
      Pattern.compile(
          "/([A-Za-z0-9][A-Za-z0-9._-]{0,75})/([A-Za-z0-9][A-Za-z0-9._-]{0,127})(?:/.*)?");
  private static final Pattern UNIT = Pattern.compile(".*\\.(?:slice|service|scope)");

  /// What the cgroup of a process may be, of which no path tells a container.
  ///
  /// @return null where none has such a form
  static @Nullable ContainerdTask of(PidCgroup cgroup) {
    for (PidCgroup.Line line : cgroup.lines()) {
      Matcher path = PATH.matcher(line.path());
      if (!line.isDeleted() && path.matches() && !UNIT.matcher(path.group(1)).matches()) {
        return new ContainerdTask(path.group(1), path.group(2));
      }
    }
    return null;
  }

  /// Whether the parent of the process is its shim.
  boolean isOf(KernelFiles kernel, String procfs, PidStat stat) {
    ParentProcess parent = ParentProcess.of(kernel, procfs, stat);
    return parent != null && parent.isShimOf(namespace, id);
  }

  /// The container that it is, if it is one.
  ///
  /// @param cgroup of a process in it
  ContainerCgroup container(PidCgroup cgroup) {
    String path = "/" + namespace + "/" + id;
    Map<CgroupController, String> paths = new EnumMap<>(CgroupController.class);
    for (PidCgroup.Line line : cgroup.lines()) {
      boolean isIn = line.path().equals(path) || line.path().startsWith(path + "/");
      for (CgroupController controller : CgroupController.values()) {
        if (isIn && line.has(controller.value())) {
          paths.put(controller, path);
        }
      }
    }
    String name = namespace + "/" + id;
    return new ContainerCgroup(name, true, ContainerRuntime.CONTAINERD, path, null, paths);
  }
}
