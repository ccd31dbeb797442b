// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.Command;
import java.io.IOException;

/// A namespace of `ip netns` with a process in it.
final class NamedNamespace implements AutoCloseable {
  private final String name;
  private final TestProgram process;

  private NamedNamespace(String name, TestProgram process) {
    this.name = name;
    this.process = process;
  }

  static NamedNamespace create(String name) throws IOException {
    Command.run("ip", "netns", "add", name);
    try {
      return new NamedNamespace(
          name, TestProgram.start("ip", "netns", "exec", name, "sh", "-c", "echo ready; exec cat"));
    } catch (IOException e) {
      Command.run("ip", "netns", "del", name);
      throw e;
    }
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.close();
    Command.run("ip", "netns", "del", name);
  }
}
