// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.parse.procfs.PidStat;
import org.jspecify.annotations.Nullable;

/// A process that the last scan saw, and what is known about it.
final class KnownProcess implements LivingProcess {
  /// No live thread shows the namespace: a zombie, or a process that may not be looked at.
  static final long NO_NAMESPACE = 0;

  final int pid;

  /// Its folder in procfs.
  final String folder;

  /// The cycles in which it is looked at again: those with this remainder.
  final int turn;

  /// The `d_ino` of its entry in procfs.
  long entryInode;

  /// The last cycle that listed it.
  long listed;

  /// The cycle that listed it first.
  long arrived;

  /// The next cycle in which it is looked at out of turn.
  long lookAgain;

  /// The folder that shows its namespace and cgroup: its own, or that of a thread which outlived
  /// the leader.
  String living;

  /// The inode of its `net/dev` when it was last looked at.
  long netInode = NO_NAMESPACE;

  @Nullable KnownNamespace namespace;
  @Nullable CgroupPlacement placement;
  @Nullable KnownContainer container;

  /// Null for those on the host's namespace that are in no container, but for pid 1.
  @Nullable PidStat stat;

  boolean statWanted = true;

  /// How often its parent was looked at, which may be a container's shim.
  int shimLooks;

  /// Why its namespace or cgroup could not be read.
  @Nullable String error;

  KnownProcess(int pid, long entryInode, String folder, int turn) {
    this.pid = pid;
    this.entryInode = entryInode;
    this.folder = folder;
    this.living = folder;
    this.turn = turn;
  }

  @Override
  public int pid() {
    return pid;
  }

  @Override
  public String directory() {
    return folder;
  }

  boolean isOlderThan(KnownProcess other) {
    int order = Long.compareUnsigned(startTime(), other.startTime());
    return order < 0 || (order == 0 && pid < other.pid);
  }

  /// Whether it is the process that only holds a pod's namespaces, by its name.
  boolean isPause() {
    return stat != null && stat.comm().equals("pause");
  }

  /// Clock ticks since boot; the end of time where it could not be read.
  private long startTime() {
    return stat == null ? -1 : stat.startTime();
  }
}
