// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.KernelFiles;
import dev.procpush.parse.procfs.PidStat;
import org.jspecify.annotations.Nullable;

/// The runtime of a container whose cgroup's path does not tell it, by the parent of its first
/// process. A shim of Kata is itself in the container's cgroup.
final class ParentRuntime implements NameSource {
  private final KernelFiles kernel;
  private final String procfs;

  ParentRuntime(KernelFiles kernel, String procfs) {
    this.kernel = kernel;
    this.procfs = procfs;
  }

  @Override
  public @Nullable ContainerNames find(KnownContainer container) {
    KnownProcess oldest = container.oldest;
    if (container.cgroup.runtime() != null || oldest == null) {
      return null;
    }
    ContainerRuntime runtime = runtime(oldest.stat, container.isInPod());
    if (runtime == null) {
      ParentProcess first = ParentProcess.at(kernel, oldest.folder);
      runtime = first == null ? null : first.runtime(container.isInPod());
    }
    return runtime == null
        ? null
        : new ContainerNames(null, null, null, null, null, false, runtime);
  }

  private @Nullable ContainerRuntime runtime(@Nullable PidStat child, boolean inPod) {
    ParentProcess parent = ParentProcess.of(kernel, procfs, child);
    return parent == null ? null : parent.runtime(inPod);
  }
}
