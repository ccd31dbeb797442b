// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where the host's file systems are mounted for the agent.
///
/// @param rootfs the host's root: `/` on the host itself
/// @param procfs the host's `/proc`
/// @param procfsNamed whether the user named the procfs; one that was merely found may turn out not
///   to be the host's
/// @param sysfs the host's `/sys`
/// @param cgroup the host's `/sys/fs/cgroup`
/// @param dockerRoot Docker's data folder as the host sees it, so without the prefix of [#rootfs];
///   null to look for it
/// @param namespaceFolders where network namespaces are bound to names, as the host sees the
///   folders
/// @param runtimeSockets of container runtimes that are asked, as the host sees them; empty for
///   none
public record HostPaths(
    Path rootfs,
    Path procfs,
    boolean procfsNamed,
    Path sysfs,
    Path cgroup,
    @Nullable Path dockerRoot,
    List<Path> namespaceFolders,
    List<Path> runtimeSockets) {

  public HostPaths {
    namespaceFolders = List.copyOf(namespaceFolders);
    runtimeSockets = List.copyOf(runtimeSockets);
  }
}
