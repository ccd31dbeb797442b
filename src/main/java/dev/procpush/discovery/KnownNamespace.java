// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.linux.NamespaceMount;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A network namespace that the last scan saw, through one of its processes or a mount.
final class KnownNamespace implements NetworkNamespace {
  private final long inode;

  /// Its processes as of the last change, the one that names the owner first.
  private final List<KnownProcess> processes = new ArrayList<>();

  /// The last cycle in which a mount known before still led to it.
  long mounted;

  /// The sandbox without a process that it belongs to; null for none.
  @Nullable KnownContainer emptySandbox;

  private int current;
  private NamespaceKind kind = NamespaceKind.PROCESS;
  private @Nullable Container owner;
  private List<Container> members = List.of();
  private List<NamespaceMount> mounts = List.of();
  private List<String> names = List.of();
  private @Nullable NamespaceProcess oldest;

  KnownNamespace(long inode) {
    this.inode = inode;
  }

  @Override
  public long inode() {
    return inode;
  }

  @Override
  public NamespaceKind kind() {
    return kind;
  }

  @Override
  public @Nullable Container owner() {
    return owner;
  }

  @Override
  public List<Container> members() {
    return members;
  }

  @Override
  public List<NamespaceMount> mounts() {
    return mounts;
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public @Nullable NamespaceProcess oldestProcess() {
    return oldest;
  }

  @Override
  public int processCount() {
    return processes.size();
  }

  @Override
  public @Nullable String directory() {
    KnownProcess reader = reader();
    return reader == null ? null : reader.living;
  }

  @Override
  public @Nullable String nextDirectory() {
    current = Math.min(current + 1, processes.size());
    return directory();
  }

  /// The process it is read through.
  @Nullable KnownProcess reader() {
    return current < processes.size() ? processes.get(current) : null;
  }

  /// Its processes, that which names the owner first.
  List<KnownProcess> processes() {
    return processes;
  }

  /// Reads through the process at `index` from now on.
  void readThrough(int index) {
    current = index;
  }

  void describe(NamespaceKind newKind, @Nullable Container newOwner, List<Container> newMembers) {
    kind = newKind;
    owner = newOwner;
    members = newMembers;
  }

  /// Takes its mounts, the one that names it first.
  void describe(List<KnownMount> ways) {
    mounts = ways.stream().map(way -> way.mount).toList();
    names = ways.stream().map(way -> way.label).distinct().toList();
  }

  /// Takes the process that describes it: the same object while nothing about it changes.
  void describe(@Nullable NamespaceProcess process) {
    oldest = Objects.equals(oldest, process) ? oldest : process;
  }

  /// Puts a process first: the one that names the owner, or the oldest.
  void putFirst(KnownProcess process) {
    int index = processes.indexOf(process);
    processes.set(index, processes.get(0));
    processes.set(0, process);
    current = 0;
  }

  @Override
  public String toString() {
    return kind + " " + inode;
  }
}
