// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A network namespace that is read through one of its processes.
final class ProcessNamespace implements NetworkNamespace {
  private final long inode;

  /// Its processes as of the last change, the one that names the owner first.
  private final List<KnownProcess> processes = new ArrayList<>();

  private int current;
  private NamespaceKind kind = NamespaceKind.PROCESS;
  private @Nullable Container owner;
  private List<Container> members = List.of();

  ProcessNamespace(long inode) {
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
  public List<String> names() {
    return List.of();
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
