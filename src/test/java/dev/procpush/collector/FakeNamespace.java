// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.discovery.Container;
import dev.procpush.discovery.NamespaceKind;
import dev.procpush.discovery.NamespaceProcess;
import dev.procpush.discovery.NetworkNamespace;
import dev.procpush.linux.NamespaceMount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A namespace that a test makes up.
public record FakeNamespace(
    NamespaceKind kind,
    long inode,
    @Nullable Container owner,
    List<String> names,
    List<NamespaceMount> mounts)
    implements NetworkNamespace {

  public static FakeNamespace host() {
    return new FakeNamespace(NamespaceKind.HOST, 1, null, List.of(), List.of());
  }

  public static FakeNamespace unnamed(long inode) {
    return new FakeNamespace(NamespaceKind.PROCESS, inode, null, List.of(), List.of());
  }

  public static FakeNamespace named(long inode, String name) {
    return new FakeNamespace(NamespaceKind.NAMED, inode, null, List.of(name), List.of());
  }

  public static FakeNamespace container(long inode, Container owner) {
    return new FakeNamespace(
        owner.pod() == null ? NamespaceKind.CONTAINER : NamespaceKind.POD,
        inode,
        owner,
        List.of(),
        List.of());
  }

  /// The same with ways in.
  public FakeNamespace mountedAt(NamespaceMount... ways) {
    return new FakeNamespace(kind, inode, owner, names, List.of(ways));
  }

  @Override
  public List<Container> members() {
    return owner == null ? List.of() : List.of(owner);
  }

  @Override
  public int processCount() {
    return 1;
  }

  @Override
  public @Nullable NamespaceProcess oldestProcess() {
    return new NamespaceProcess(inode, "sh");
  }

  @Override
  public @Nullable String directory() {
    return "proc/" + inode;
  }

  @Override
  public @Nullable String nextDirectory() {
    return null;
  }

  /// Two namespaces are the same only if they are one object.
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
