// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import org.jspecify.annotations.Nullable;

/// A container that has a process, or a sandbox without one, and what is known about it.
final class KnownContainer {
  private static final @Nullable ContainerNames[] NO_ANSWERS = {};

  /// What tells it from all others that live; null before [ContainerIds] gave it one.
  @Nullable String id;

  /// As its oldest process has it.
  ContainerCgroup cgroup;

  /// What it is called; null before anything was found.
  @Nullable ContainerNames names;

  /// The cycles in which these are read again: those with this remainder.
  int turn;

  /// How many processes it has.
  int processes;

  /// How often its names were looked for.
  int attempts;

  /// Its first process; another container's processes may be in the same namespace.
  @Nullable KnownProcess oldest;

  /// Whose network it is on; null where that is not known.
  @Nullable ContainerNetwork network;

  /// What the container runtimes were asked and have not answered yet, or do not know.
  @Nullable Inspection question;

  private final boolean isEmptySandbox;
  private @Nullable ContainerNames[] answers = NO_ANSWERS;
  private @Nullable Container current;

  private KnownContainer(ContainerCgroup cgroup, boolean isEmptySandbox) {
    this.cgroup = cgroup;
    this.isEmptySandbox = isEmptySandbox;
  }

  KnownContainer(ContainerCgroup cgroup) {
    this(cgroup, false);
  }

  /// A sandbox that has no process.
  static KnownContainer emptySandbox(ContainerCgroup cgroup) {
    return new KnownContainer(cgroup, true);
  }

  String id() {
    return id == null ? cgroup.id() : id;
  }

  /// The namespace it was started in. One that it made later is not its own.
  @Nullable KnownNamespace home() {
    return oldest == null ? null : oldest.namespace;
  }

  /// Whether it is within another.
  boolean isWithin(KnownContainer outer) {
    return ContainerCgroup.isWithin(cgroup.paths(), outer.cgroup.paths());
  }

  /// Whether it belongs to a pod, as far as cgroup and names tell.
  boolean isInPod() {
    return podUid() != null;
  }

  /// The uid of its pod, as far as cgroup and names tell.
  @Nullable String podUid() {
    String uid = cgroup.podUid();
    return uid == null && names != null ? names.podUid() : uid;
  }

  /// Whether it only holds its pod's namespaces.
  boolean isSandbox() {
    return isEmptySandbox
        || (names != null && names.sandbox())
        || (podUid() != null && oldest != null && oldest.isPause());
  }

  /// Whether its pod's network is there no longer than it is. That of a pod of CRI-O lasts while
  /// its containers come and go.
  boolean lastsAsItsNetwork() {
    return isSandbox() || podUid() == null || cgroup.runtime() != ContainerRuntime.CRI_O;
  }

  /// What a source of names said of it; null for nothing yet.
  @Nullable ContainerNames answer(int source) {
    return source < answers.length ? answers[source] : null;
  }

  /// Takes what one of `sources` sources says.
  void answer(int source, int sources, ContainerNames found) {
    if (answers.length == 0) {
      answers = new ContainerNames[sources];
    }
    answers[source] = found;
  }

  /// As seen from outside: the same object while nothing about it changes.
  Container container(@Nullable Pod pod) {
    ContainerNames known = names == null ? ContainerNames.NONE : names;
    boolean sandbox = isSandbox();
    Container next =
        new Container(
            id(),
            cgroup.runtime() == null ? known.runtime() : cgroup.runtime(),
            cgroup.path(),
            pod == null ? known.name() : null,
            pod,
            pod == null || sandbox ? null : known.podContainerName(),
            sandbox,
            cgroup.paths(),
            new ContainerDetails(
                known.name(),
                known.image(),
                known.labels(),
                network,
                oldest == null || oldest.stat == null ? null : oldest.stat.startTime(),
                oldest == null ? null : oldest.folder));
    if (!next.equals(current)) {
      current = next;
    }
    return current == null ? next : current;
  }
}
