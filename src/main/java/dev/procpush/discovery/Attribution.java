// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.parse.procfs.PidStat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
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

  private final ContainerIds ids;
  private final EmptySandboxes sandboxes;

  /// By what tells their cgroups apart.
  private final Map<String, KnownContainer> containers = new LinkedHashMap<>();

  private final Map<String, Pod> pods = new HashMap<>();
  private final Map<KnownNamespace, Set<KnownContainer>> members = new HashMap<>();

  /// All that names are looked up for: containers, and sandboxes without a process.
  private List<KnownContainer> named = List.of();

  Attribution(ContainerIds ids, EmptySandboxes sandboxes) {
    this.ids = ids;
    this.sandboxes = sandboxes;
  }

  /// All containers, and the sandboxes without a process.
  Collection<KnownContainer> named() {
    return named;
  }

  /// Counts all processes.
  void count(ProcessTable processes, Collection<KnownNamespace> namespaces) {
    members.clear();
    for (KnownNamespace namespace : namespaces) {
      namespace.processes().clear();
      namespace.readThrough(0);
    }
    for (KnownContainer container : containers.values()) {
      container.oldest = null;
      container.processes = 0;
    }
    processes.forEach(this::add);
    containers.values().removeIf(container -> container.oldest == null);
    ids.assign(containers.values(), AGE);
    findSandboxes();
  }

  /// Finds the owner of each namespace, and describes containers and namespaces.
  ///
  /// @param host the host's namespace, which nobody owns
  void settle(Collection<KnownNamespace> namespaces, @Nullable KnownNamespace host) {
    findSandboxes();
    findPods();
    Map<KnownNamespace, KnownContainer> owners = new HashMap<>();
    for (KnownNamespace namespace : namespaces) {
      Set<KnownContainer> present = members.getOrDefault(namespace, Set.of());
      KnownContainer owner = namespace == host ? null : sandboxOrElse(namespace, present);
      if (owner != null) {
        owners.put(namespace, owner);
      }
    }
    for (KnownContainer container : containers.values()) {
      KnownNamespace home = container.home();
      container.network = home == null ? null : network(container, home, host, owners.get(home));
    }
    for (KnownNamespace namespace : namespaces) {
      describe(namespace, namespace == host, owners.get(namespace));
    }
  }

  private void describe(KnownNamespace namespace, boolean isHost, @Nullable KnownContainer owner) {
    KnownProcess oldest = oldest(namespace, isHost);
    KnownProcess first = owner == null || owner.oldest == null ? oldest : owner.oldest;
    if (first != null) {
      namespace.putFirst(first);
    }
    PidStat stat = oldest == null ? null : oldest.stat;
    namespace.describe(stat == null ? null : new NamespaceProcess(stat.pid(), stat.comm()));
    Container container = owner == null ? null : container(owner);
    namespace.describe(
        isHost ? NamespaceKind.HOST : kind(namespace, container),
        container,
        members.getOrDefault(namespace, Set.of()).stream()
            .sorted(AGE)
            .map(this::container)
            .toList());
  }

  private static ContainerNetwork network(
      KnownContainer container,
      KnownNamespace home,
      @Nullable KnownNamespace host,
      @Nullable KnownContainer owner) {
    String ownerId =
        owner != null && owner != container && owner.lastsAsItsNetwork() ? owner.id() : null;
    String uid = container.podUid();
    ContainerNetwork.Mode mode;
    if (home == host) {
      mode = ContainerNetwork.Mode.HOST;
    } else if (uid != null && owner != null && uid.equals(owner.podUid())) {
      mode = ContainerNetwork.Mode.POD;
    } else {
      mode = ownerId == null ? ContainerNetwork.Mode.OWN : ContainerNetwork.Mode.SHARED;
    }
    String name = home == host || home.names().isEmpty() ? null : home.names().getFirst();
    return new ContainerNetwork(mode, ownerId, home.inode(), name);
  }

  /// All containers, oldest first.
  List<Container> all() {
    return containers.values().stream().sorted(AGE).map(this::container).toList();
  }

  /// How many processes each container has, by the container's id.
  Map<String, Integer> processes() {
    Map<String, Integer> counts = HashMap.newHashMap(containers.size());
    containers.values().forEach(container -> counts.put(container.id(), container.processes));
    return Collections.unmodifiableMap(counts);
  }

  private void add(KnownProcess process) {
    KnownNamespace namespace = process.namespace;
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
        containers.computeIfAbsent(cgroup.key(), _ -> new KnownContainer(cgroup));
    process.container = container;
    container.processes++;
    if (container.oldest == null || process.isOlderThan(container.oldest)) {
      container.oldest = process;
      container.cgroup = cgroup;
    }
    members.computeIfAbsent(namespace, _ -> new LinkedHashSet<>()).add(container);
  }

  /// The sandbox without a process that the namespace belongs to, also while no container of its
  /// pod lives, else the owner among those that have one.
  private @Nullable KnownContainer sandboxOrElse(
      KnownNamespace namespace, Set<KnownContainer> present) {
    KnownContainer owner = owner(namespace, present);
    KnownContainer sandbox = owner == null ? namespace.emptySandbox : sandboxes.of(owner);
    namespace.emptySandbox = sandbox != null && sandboxes.contains(sandbox) ? sandbox : null;
    return namespace.emptySandbox == null ? owner : sandbox;
  }

  /// Of those that were started in this namespace the outermost: a node in a container has pods on
  /// its own network. Among siblings it is the sandbox, else the oldest. A namespace that a
  /// container has made beside its own is not the container's: both would have one identity.
  private static @Nullable KnownContainer owner(
      KnownNamespace namespace, Set<KnownContainer> present) {
    List<KnownContainer> started =
        present.stream().filter(container -> container.home() == namespace).toList();
    KnownContainer owner = null;
    for (KnownContainer container : started) {
      owner = owner == null || isBefore(container, owner) ? container : owner;
    }
    for (KnownContainer container : started) {
      owner = owner != null && owner.isWithin(container) ? container : owner;
    }
    return owner;
  }

  private static boolean isBefore(KnownContainer one, KnownContainer other) {
    return one.isSandbox() == other.isSandbox() ? byAge(one, other) < 0 : one.isSandbox();
  }

  /// Of the host's processes it is the first; the age of most of these is not known.
  private static @Nullable KnownProcess oldest(KnownNamespace namespace, boolean isHost) {
    KnownProcess oldest = null;
    for (KnownProcess process : namespace.processes()) {
      boolean older =
          oldest == null || (isHost ? process.pid < oldest.pid : process.isOlderThan(oldest));
      oldest = older ? process : oldest;
    }
    return oldest;
  }

  private static NamespaceKind kind(KnownNamespace namespace, @Nullable Container owner) {
    if (owner == null) {
      return namespace.names().isEmpty() ? NamespaceKind.PROCESS : NamespaceKind.NAMED;
    }
    return owner.pod() == null ? NamespaceKind.CONTAINER : NamespaceKind.POD;
  }

  private Container container(KnownContainer known) {
    String uid = known.podUid();
    return known.container(uid == null ? null : pods.get(uid));
  }

  private void findSandboxes() {
    sandboxes.look(containers.values());
    named = new ArrayList<>(containers.values());
    named.addAll(sandboxes.all());
  }

  /// Brings together what the containers of a pod tell about it: a sandbox has no log file, its
  /// sisters have, and it alone has the pod's labels. What was told once stays while any container
  /// of the pod lives, as the sandbox does while the others crash.
  private void findPods() {
    Map<String, Pod> before = Map.copyOf(pods);
    pods.clear();
    for (KnownContainer container : named) {
      String uid = container.podUid();
      if (uid != null) {
        ContainerNames names = container.names == null ? ContainerNames.NONE : container.names;
        Map<String, String> labels = names.sandbox() ? names.labels() : Map.of();
        Pod told = new Pod(uid, names.podNamespace(), names.podName(), labels);
        pods.merge(uid, told, Pod::or);
      }
    }
    pods.replaceAll((uid, pod) -> before.containsKey(uid) ? pod.or(before.get(uid)) : pod);
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
