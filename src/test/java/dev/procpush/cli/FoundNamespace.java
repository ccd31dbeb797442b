// SPDX-License-Identifier: Apache-2.0

package dev.procpush.cli;

import dev.procpush.discovery.Container;
import dev.procpush.discovery.NamespaceKind;
import dev.procpush.discovery.NamespaceProcess;
import dev.procpush.discovery.NetworkNamespace;
import dev.procpush.linux.NamespaceMount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A namespace as a scan may have found it.
record FoundNamespace(
    long inode,
    NamespaceKind kind,
    @Nullable Container owner,
    List<Container> members,
    List<String> names,
    int processCount)
    implements NetworkNamespace {

  static FoundNamespace of(long inode, NamespaceKind kind, List<Container> members) {
    Container owner = members.isEmpty() ? null : members.getFirst();
    return new FoundNamespace(inode, kind, owner, members, List.of(), 1);
  }

  static FoundNamespace named(long inode, String... names) {
    return new FoundNamespace(inode, NamespaceKind.NAMED, null, List.of(), List.of(names), 0);
  }

  @Override
  public List<NamespaceMount> mounts() {
    return names.stream().map(name -> new NamespaceMount("/run/netns/" + name, 7, 1)).toList();
  }

  @Override
  public @Nullable NamespaceProcess oldestProcess() {
    return null;
  }

  @Override
  public @Nullable String directory() {
    return null;
  }

  @Override
  public @Nullable String nextDirectory() {
    return null;
  }
}
