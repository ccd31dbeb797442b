// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.KernelFiles;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.PidCgroup;
import dev.procpush.parse.procfs.PidMountinfo;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The container that this very process runs in, where its cgroup namespace hides it: there the
/// container's own cgroup is shown as `/`, and all others as `/../…`. Docker and Podman mount files
/// of the container's state folder into it, whose paths hold the id.
///
/// @param id null when the process is in none, or none is hidden
/// @param runtime where known
record OwnContainer(@Nullable String id, @Nullable ContainerRuntime runtime) {
  static final OwnContainer NONE = new OwnContainer(null, null);

  private static final Set<String> MOUNTED = Set.of("/etc/hostname", "/etc/resolv.conf");
  private static final Pattern DOCKER = Pattern.compile("/containers/([0-9a-f]{64})/[a-z.]+$");
  private static final Pattern PODMAN =
      Pattern.compile("/overlay-containers/([0-9a-f]{64})/userdata/[a-z.]+$");

  /// Looks at the process that runs this code.
  static OwnContainer find(KernelFiles kernel, String procfs) {
    String self = procfs + "/self";
    try {
      PidCgroup cgroup = ParsedFile.read(kernel, self, "cgroup", PidCgroup::parse);
      if (ContainerCgroup.of(cgroup) != null) {
        return NONE;
      }
      return of(ParsedFile.read(kernel, self, "mountinfo", PidMountinfo::parse));
    } catch (ErrnoException | MalformedKernelDataException e) {
      return NONE;
    }
  }

  /// The container of a process whose cgroup names none.
  @Nullable ContainerCgroup of(PidCgroup cgroup) {
    if (id == null) {
      return null;
    }
    for (PidCgroup.Line line : cgroup.lines()) {
      if (line.isDeleted() || line.path().startsWith("/..")) {
        return null;
      }
    }
    return new ContainerCgroup(id, false, runtime, "/", null, paths(cgroup));
  }

  private static Map<CgroupController, String> paths(PidCgroup cgroup) {
    Map<CgroupController, String> paths = new EnumMap<>(CgroupController.class);
    for (PidCgroup.Line line : cgroup.lines()) {
      for (CgroupController controller : CgroupController.values()) {
        if (line.has(controller.value())) {
          paths.put(controller, "/");
        }
      }
    }
    return paths;
  }

  private static OwnContainer of(PidMountinfo mounts) {
    for (PidMountinfo.Mount mount : mounts.mounts()) {
      if (MOUNTED.contains(mount.mountPoint())) {
        Matcher podman = PODMAN.matcher(mount.root());
        if (podman.find()) {
          return new OwnContainer(podman.group(1), ContainerRuntime.PODMAN);
        }
        Matcher docker = DOCKER.matcher(mount.root());
        if (docker.find()) {
          return new OwnContainer(docker.group(1), ContainerRuntime.DOCKER);
        }
      }
    }
    return NONE;
  }
}
