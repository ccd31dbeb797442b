// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import org.jspecify.annotations.Nullable;

/// A container that has a process, and what is known about it.
final class KnownContainer {
  /// As its oldest process has it.
  ContainerCgroup cgroup;

  /// What it is called; null before it was looked up.
  @Nullable ContainerNames names;

  /// Where its names were found.
  @Nullable NameSource namedBy;

  /// The cycles in which these are read again: those with this remainder.
  int turn;

  /// How many processes it has.
  int processes;

  /// How often its names were looked for.
  int attempts;

  /// Its first process; another container's processes may be in the same namespace.
  @Nullable KnownProcess oldest;

  private @Nullable Container current;

  KnownContainer(ContainerCgroup cgroup) {
    this.cgroup = cgroup;
  }

  String id() {
    return cgroup.id();
  }

  /// The namespace it was started in. One that it made later is not its own.
  @Nullable KnownNamespace home() {
    return oldest == null ? null : oldest.namespace;
  }

  /// Whether it belongs to a pod, as far as cgroup and names tell.
  boolean isInPod() {
    return cgroup.podUid() != null || (names != null && names.podUid() != null);
  }

  /// As seen from outside: the same object while nothing about it changes.
  Container container(@Nullable Pod pod) {
    ContainerNames known = names == null ? ContainerNames.NONE : names;
    boolean sandbox = known.sandbox() || (pod != null && oldest != null && oldest.isPause());
    Container next =
        new Container(
            cgroup.id(),
            cgroup.runtime() == null ? known.runtime() : cgroup.runtime(),
            cgroup.path(),
            pod == null ? known.name() : null,
            pod,
            pod == null || sandbox ? null : known.podContainerName(),
            sandbox,
            cgroup.paths());
    if (!next.equals(current)) {
      current = next;
    }
    return current == null ? next : current;
  }
}
