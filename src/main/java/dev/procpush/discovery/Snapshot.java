// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one scan found.
///
/// @param host the host's namespace; null where the procfs is not the host's
/// @param namespaces all others, oldest first
/// @param containers all containers, those on the host's namespace included
/// @param unreadable processes seen whose namespace could not be told, by errno name
/// @param unmatched mounts seen whose namespace could not be told: one without processes, or one of
///   `namespaces`
/// @param processes how many each container has, by the container's id
/// @param living the processes themselves
public record Snapshot(
    @Nullable NetworkNamespace host,
    List<NetworkNamespace> namespaces,
    List<Container> containers,
    Map<String, Integer> unreadable,
    List<UnmatchedMount> unmatched,
    Map<String, Integer> processes,
    LivingProcesses living) {

  /// What a scan found that looked at processes alone.
  public Snapshot(
      @Nullable NetworkNamespace host,
      List<NetworkNamespace> namespaces,
      List<Container> containers,
      Map<String, Integer> unreadable) {
    this(host, namespaces, containers, unreadable, List.of(), Map.of(), LivingProcesses.NONE);
  }
}
