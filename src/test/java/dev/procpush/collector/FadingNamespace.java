// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.discovery.Container;
import dev.procpush.discovery.NamespaceKind;
import dev.procpush.discovery.NamespaceProcess;
import dev.procpush.discovery.NetworkNamespace;
import dev.procpush.linux.NamespaceMount;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A namespace that had these processes when it was last looked at.
public final class FadingNamespace implements NetworkNamespace {
  private final long inode;
  private final Deque<Integer> pids;

  public FadingNamespace(long inode, Integer... pids) {
    this.inode = inode;
    this.pids = new ArrayDeque<>(Arrays.asList(pids));
  }

  @Override
  public long inode() {
    return inode;
  }

  @Override
  public NamespaceKind kind() {
    return NamespaceKind.PROCESS;
  }

  @Override
  public @Nullable Container owner() {
    return null;
  }

  @Override
  public List<Container> members() {
    return List.of();
  }

  @Override
  public List<String> names() {
    return List.of();
  }

  @Override
  public List<NamespaceMount> mounts() {
    return List.of();
  }

  @Override
  public @Nullable NamespaceProcess oldestProcess() {
    return null;
  }

  @Override
  public int processCount() {
    return pids.size();
  }

  @Override
  public @Nullable String directory() {
    return pids.isEmpty() ? null : "proc/" + pids.peek();
  }

  @Override
  public @Nullable String nextDirectory() {
    pids.poll();
    return directory();
  }
}
