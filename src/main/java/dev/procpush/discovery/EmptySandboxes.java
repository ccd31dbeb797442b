// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.ErrnoException;
import dev.procpush.linux.KernelFiles;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The sandboxes without a process. CRI-O starts a pause process only for pods whose containers
/// share their pids; of other pods the sandbox is an empty cgroup `crio-<id>` in the pod's, and a
/// folder of state: docs/adr/0025-sandboxes-without-a-process.md.
///
/// A container's own state names its sandbox to root. Anybody may list the pod's cgroup.
final class EmptySandboxes {
  private static final Pattern CGROUP = Pattern.compile("crio-[0-9a-f]{64}");
  private static final String PREFIX = "crio-";

  private final KernelFiles kernel;
  private final @Nullable CgroupMounts cgroups;
  private final Map<String, KnownContainer> byPod = new HashMap<>();

  /// @param cgroups where the host's cgroups are seen; null for nowhere
  EmptySandboxes(KernelFiles kernel, @Nullable CgroupMounts cgroups) {
    this.kernel = kernel;
    this.cgroups = cgroups;
  }

  Collection<KnownContainer> all() {
    return byPod.values();
  }

  /// The sandbox of a container's pod.
  ///
  /// @return null for one that has a process, and where it is not known
  @Nullable KnownContainer of(KnownContainer container) {
    String uid = container.cgroup.podUid();
    return uid == null ? null : byPod.get(uid);
  }

  boolean contains(KnownContainer sandbox) {
    return of(sandbox) == sandbox;
  }

  /// Looks for the sandboxes of the pods that have none with a process, and forgets those that are
  /// no longer there.
  ///
  /// @param containers all that have a process
  void look(Collection<KnownContainer> containers) {
    byPod.values().removeIf(sandbox -> !isThere(sandbox.cgroup) && !isTold(sandbox, containers));
    Set<String> ids = new HashSet<>();
    Set<String> complete = new HashSet<>();
    for (KnownContainer container : containers) {
      ids.add(container.cgroup.id());
      if (container.isSandbox()) {
        complete.add(container.podUid());
      }
    }
    byPod.keySet().removeAll(complete);
    for (KnownContainer container : containers) {
      String uid = container.cgroup.podUid();
      if (uid != null
          && container.cgroup.runtime() == ContainerRuntime.CRI_O
          && !complete.contains(uid)) {
        look(container, uid, ids);
      }
    }
  }

  private void look(KnownContainer container, String uid, Set<String> others) {
    String id = told(container);
    KnownContainer known = byPod.get(uid);
    if (id == null && known == null) {
      id = listed(container, others);
    }
    if (id != null && (known == null || !known.id().equals(id))) {
      byPod.put(uid, KnownContainer.emptySandbox(beside(container.cgroup, id)));
    }
  }

  private static boolean isTold(KnownContainer sandbox, Collection<KnownContainer> containers) {
    for (KnownContainer container : containers) {
      if (sandbox.id().equals(told(container))) {
        return true;
      }
    }
    return false;
  }

  /// The sandbox that a container's state names.
  private static @Nullable String told(KnownContainer container) {
    String id = container.names == null ? null : container.names.sandboxId();
    return id != null && CGROUP.matcher(PREFIX + id).matches() ? id : null;
  }

  /// The only cgroup of CRI-O beside a container's that no process is in. With the cgroupfs driver
  /// a container that is being made or has just ended may have such a one for a moment, and a
  /// sandbox that was replaced has one for a while: then it is looked for again.
  private @Nullable String listed(KnownContainer container, Set<String> others) {
    String sister = folder(container.cgroup);
    String found = null;
    if (sister != null) {
      try {
        for (String name : kernel.list(sister.substring(0, sister.lastIndexOf('/')), "")) {
          if (CGROUP.matcher(name).matches() && !others.contains(id(name))) {
            if (found != null) {
              return null;
            }
            found = id(name);
          }
        }
      } catch (ErrnoException gone) {
        return null;
      }
    }
    return found;
  }

  private static String id(String cgroup) {
    return cgroup.substring(PREFIX.length());
  }

  private boolean isThere(ContainerCgroup cgroup) {
    String folder = folder(cgroup);
    try {
      return folder != null && kernel.inode(folder, "cgroup.procs") != 0;
    } catch (ErrnoException gone) {
      return false;
    }
  }

  /// Where a cgroup is in any of the hierarchies.
  private @Nullable String folder(ContainerCgroup cgroup) {
    if (cgroups == null) {
      return null;
    }
    for (Map.Entry<CgroupController, String> path : cgroup.paths().entrySet()) {
      String folder = cgroups.folder(path.getKey(), path.getValue());
      if (folder != null) {
        return folder;
      }
    }
    return null;
  }

  /// The cgroup of a sandbox in the pod of another container.
  private static ContainerCgroup beside(ContainerCgroup sister, String id) {
    Map<CgroupController, String> paths = new EnumMap<>(CgroupController.class);
    sister.paths().forEach((controller, path) -> paths.put(controller, beside(path, id)));
    return new ContainerCgroup(
        id, false, ContainerRuntime.CRI_O, beside(sister.path(), id), sister.podUid(), paths);
  }

  private static String beside(String path, String id) {
    return path.substring(0, path.lastIndexOf('/') + 1) + PREFIX + id;
  }
}
