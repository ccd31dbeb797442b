// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A container: a cgroup made by a container runtime.
///
/// @param id the runtime's id as the cgroup path has it (64 hexadecimal digits), else a name that
///   no other living container has
/// @param runtime the runtime, where the path tells
/// @param cgroup the path of its cgroup, as `/proc/<pid>/cgroup` shows it
/// @param name the runtime's name for it, where known; never for a Kubernetes container
/// @param pod the pod it belongs to, if any
/// @param podContainerName its name within the pod, where known
/// @param sandbox whether it only holds the pod's namespaces (the pause container)
/// @param cgroups the path of its cgroup in each hierarchy that holds numbers of it
/// @param details what else is known of it
public record Container(
    String id,
    @Nullable ContainerRuntime runtime,
    String cgroup,
    @Nullable String name,
    @Nullable Pod pod,
    @Nullable String podContainerName,
    boolean sandbox,
    Map<CgroupController, String> cgroups,
    ContainerDetails details) {

  /// What tells it from others, alone.
  public Container(
      String id,
      @Nullable ContainerRuntime runtime,
      String cgroup,
      @Nullable String name,
      @Nullable Pod pod,
      @Nullable String podContainerName,
      boolean sandbox,
      Map<CgroupController, String> cgroups) {
    this(id, runtime, cgroup, name, pod, podContainerName, sandbox, cgroups, ContainerDetails.NONE);
  }

  public Container {
    cgroups = Map.copyOf(cgroups);
  }

  /// Whether it is within another: in each hierarchy that has numbers of both.
  public boolean isWithin(Container outer) {
    return ContainerCgroup.isWithin(cgroups, outer.cgroups);
  }

  /// Whether its pod's network is there no longer than it is. That of a pod of CRI-O lasts while
  /// its containers come and go.
  public boolean lastsAsItsNetwork() {
    return sandbox || pod == null || runtime != ContainerRuntime.CRI_O;
  }
}
