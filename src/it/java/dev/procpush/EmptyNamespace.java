// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import java.util.ArrayList;
import java.util.List;

/// A namespace of `ip netns` that no process is in, until it is closed.
record EmptyNamespace(String name) implements AutoCloseable {

  static EmptyNamespace create(String name) {
    Command.run("ip", "netns", "add", name);
    return new EmptyNamespace(name);
  }

  /// What runs a program inside.
  List<String> entering() {
    return List.of("ip", "netns", "exec", name);
  }

  /// Where it is mounted.
  String mount() {
    return "/run/netns/" + name;
  }

  /// Runs a program in it to its end and gives what it wrote.
  String run(String line) {
    List<String> command = new ArrayList<>(entering());
    command.addAll(List.of(line.split(" ")));
    return Command.run(command.toArray(String[]::new));
  }

  @Override
  public void close() {
    Command.run("ip", "netns", "delete", name);
  }
}
