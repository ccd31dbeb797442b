// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import dev.procpush.Command;
import java.util.ArrayList;
import java.util.List;

/// A namespace of `ip netns` without any process.
final class NamedNamespace implements AutoCloseable {
  private final String name;
  private boolean deleted;

  private NamedNamespace(String name) {
    this.name = name;
  }

  static NamedNamespace create(String name) {
    Command.run("ip", "netns", "add", name);
    return new NamedNamespace(name);
  }

  /// The bind mount, as it is found.
  NamespaceMount mount() {
    try (RootFiles files = RootFiles.under("/")) {
      return files.namespaceMounts("/run/netns", 100_000).stream()
          .filter(mount -> mount.name().equals(name))
          .findFirst()
          .orElseThrow();
    } catch (ErrnoException e) {
      throw new AssertionError(e);
    }
  }

  /// Runs a program in it to its end and gives what it wrote.
  String run(String... line) {
    List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", name));
    command.addAll(List.of(line));
    return Command.run(command.toArray(String[]::new));
  }

  /// The number that `stat` gives for its `net/dev`.
  long inode() {
    return Long.parseLong(run("stat", "-L", "-c", "%i", "/proc/self/net/dev").strip());
  }

  void delete() {
    deleted = true;
    Command.run("ip", "netns", "delete", name);
  }

  @Override
  public void close() {
    if (!deleted) {
      delete();
    }
  }
}
