// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.discovery.Container;
import dev.procpush.discovery.ContainerRuntime;
import dev.procpush.discovery.NamespaceKind;
import dev.procpush.discovery.NetworkNamespace;
import dev.procpush.discovery.Snapshot;
import dev.procpush.discovery.UnmatchedMount;
import dev.procpush.selfmonitor.SelfMonitor;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How many namespaces and containers of each sort a scan found, as the agent's own metrics tell
/// it.
final class Census {
  private Census() {}

  static void report(Snapshot snapshot, SelfMonitor monitor) {
    Map<NamespaceKind, Integer> kinds = new HashMap<>();
    if (snapshot.host() != null) {
      kinds.put(NamespaceKind.HOST, 1);
    }
    for (NetworkNamespace namespace : snapshot.namespaces()) {
      kinds.merge(namespace.kind(), 1, Integer::sum);
    }
    kinds.forEach((kind, count) -> monitor.namespaces(kind.value(), count));

    Map<@Nullable ContainerRuntime, Integer> runtimes = new HashMap<>();
    for (Container container : snapshot.containers()) {
      runtimes.merge(container.runtime(), 1, Integer::sum);
    }
    runtimes.forEach(
        (runtime, count) -> monitor.containers(runtime == null ? null : runtime.value(), count));
    Map<String, Integer> unreadable = new HashMap<>(snapshot.unreadable());
    for (UnmatchedMount mount : snapshot.unmatched()) {
      if (mount.error() != null) {
        unreadable.merge(mount.error(), 1, Integer::sum);
      }
    }
    unreadable.forEach(monitor::unreadable);
  }
}
