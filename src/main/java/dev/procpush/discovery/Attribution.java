// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who is in which namespace and container, and whose each namespace is. Made anew from the table
/// of processes whenever something has changed.
final class Attribution {
  private static final Comparator<KnownContainer> AGE = Attribution::byAge;

  private final Map<String, KnownContainer> containers = new LinkedHashMap<>();
  private final Map<String, Pod> pods = new HashMap<>();
  private final Map<ProcessNamespace, Set<KnownContainer>> members = new HashMap<>();

  Collection<KnownContainer> containers() {
    return containers.values();
  }

  /// Counts all processes.
  void count(ProcessTable processes, Collection<ProcessNamespace> namespaces) {
    members.clear();
    for (ProcessNamespace namespace : namespaces) {
      namespace.processes().clear();
      namespace.readThrough(0);
    }
    for (KnownContainer container : containers.values()) {
      container.oldest = null;
    }
    processes.forEach(this::add);
    containers.values().removeIf(container -> container.oldest == null);
  }

  /// Finds the owner of each namespace.
  ///
  /// @param host the host's namespace, which nobody owns
  void settle(Collection<ProcessNamespace> namespaces, @Nullable ProcessNamespace host) {
    findPods();
    for (ProcessNamespace namespace : namespaces) {
      List<KnownContainer> present =
          members.getOrDefault(namespace, Set.of()).stream().sorted(AGE).toList();
      KnownContainer owner = namespace == host ? null : owner(namespace, present);
      KnownProcess first = first(namespace, owner, namespace == host);
      if (first != null) {
        namespace.putFirst(first);
      }
      Container container = owner == null ? null : container(owner);
      namespace.describe(
          namespace == host ? NamespaceKind.HOST : kind(container),
          container,
          present.stream().map(this::container).toList());
    }
  }

  /// All containers, oldest first.
  List<Container> all() {
    return containers.values().stream().sorted(AGE).map(this::container).toList();
  }

  private void add(KnownProcess process) {
    ProcessNamespace namespace = process.namespace;
    if (namespace == null) {
      process.container = null;
      return;
    }
    namespace.processes().add(process);
    ContainerCgroup cgroup = process.placement == null ? null : process.placement.container();
    if (cgroup == null) {
      process.container = null;
      return;
    }
    KnownContainer container =
        containers.computeIfAbsent(cgroup.id(), _ -> new KnownContainer(cgroup));
    process.container = container;
    if (container.oldest == null || process.isOlderThan(container.oldest)) {
      container.oldest = process;
    }
    members.computeIfAbsent(namespace, _ -> new LinkedHashSet<>()).add(container);
  }

  /// The sandbox, else the oldest, of those that were started in this namespace. A namespace that a
  /// container has made beside its own is not the container's: both would have one identity.
  private @Nullable KnownContainer owner(ProcessNamespace namespace, List<KnownContainer> present) {
    KnownContainer oldest = null;
    for (KnownContainer container : present) {
      if (container.home() == namespace) {
        if (container(container).sandbox()) {
          return container;
        }
        oldest = oldest == null ? container : oldest;
      }
    }
    return oldest;
  }

  /// The process to read a namespace through: that which names its owner, else its oldest.
  private static @Nullable KnownProcess first(
      ProcessNamespace namespace, @Nullable KnownContainer owner, boolean isHost) {
    if (owner != null) {
      return owner.oldest;
    }
    KnownProcess first = null;
    for (KnownProcess process : namespace.processes()) {
      boolean older =
          first == null || (isHost ? process.pid < first.pid : process.isOlderThan(first));
      first = older ? process : first;
    }
    return first;
  }

  private static NamespaceKind kind(@Nullable Container owner) {
    if (owner == null) {
      return NamespaceKind.PROCESS;
    }
    return owner.pod() == null ? NamespaceKind.CONTAINER : NamespaceKind.POD;
  }

  private Container container(KnownContainer known) {
    String uid = podUid(known);
    return known.container(uid == null ? null : pods.get(uid));
  }

  /// Brings together what the containers of a pod tell about it: a sandbox has no log file, its
  /// sisters have.
  private void findPods() {
    Map<String, Pod> found = new HashMap<>();
    for (KnownContainer container : containers.values()) {
      String uid = podUid(container);
      if (uid != null) {
        ContainerNames names = container.names;
        Pod known = found.get(uid);
        if (known == null || (known.name() == null && names != null)) {
          found.put(
              uid,
              new Pod(
                  uid,
                  names == null ? null : names.podNamespace(),
                  names == null ? null : names.podName()));
        }
      }
    }
    pods.clear();
    pods.putAll(found);
  }

  private static @Nullable String podUid(KnownContainer container) {
    String uid = container.cgroup.podUid();
    return uid == null && container.names != null ? container.names.podUid() : uid;
  }

  private static int byAge(KnownContainer one, KnownContainer other) {
    KnownProcess first = one.oldest;
    KnownProcess second = other.oldest;
    if (first == second || first == null || second == null) {
      return 0;
    }
    return first.isOlderThan(second) ? -1 : 1;
  }
}
