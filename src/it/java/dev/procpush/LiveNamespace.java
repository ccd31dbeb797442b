// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A network namespace that a process of its own keeps alive until it is closed, or until the
/// test's JVM ends in whatever way.
public final class LiveNamespace implements AutoCloseable {

  private final List<Process> processes = new ArrayList<>();

  private final @Nullable String name;

  private LiveNamespace(@Nullable String name) {
    this.name = name;
  }

  /// A new namespace with nothing but `lo`, which is down.
  public static LiveNamespace create() {
    LiveNamespace namespace = new LiveNamespace(null);
    namespace.start("unshare", "--net");
    return namespace;
  }

  /// As [#create()], and `ip netns` knows it by this name until it is closed.
  public static LiveNamespace named(String name) {
    Command.run("ip", "netns", "add", name);
    LiveNamespace namespace = new LiveNamespace(name);
    namespace.start("ip", "netns", "exec", name);
    return namespace;
  }

  /// Under which `ip netns` knows it, if it does.
  public @Nullable String name() {
    return name;
  }

  /// The number that tells it from other namespaces.
  public long inode() {
    try {
      return (Long) Files.getAttribute(Path.of("/proc/" + pid() + "/net/dev"), "unix:ino");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The first process in it.
  public long pid() {
    return processes.getFirst().pid();
  }

  /// Starts one more process in it.
  ///
  /// @return its pid
  public long addProcess() {
    return start("nsenter", "--net=/proc/" + pid() + "/ns/net").pid();
  }

  /// Runs a program in it to its end and gives what it wrote.
  public String run(String... line) {
    List<String> command = new ArrayList<>(List.of("nsenter", "--net=/proc/" + pid() + "/ns/net"));
    command.addAll(List.of(line));
    return Command.run(command.toArray(String[]::new));
  }

  /// Runs many `ip` commands in it by one program, each without the word `ip`.
  public void ip(List<String> commands) {
    try {
      Path batch = Files.createTempFile("procpush-ip", ".batch");
      try {
        Files.write(batch, commands);
        run("ip", "-batch", batch.toString());
      } finally {
        Files.delete(batch);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Ends its processes; it is gone unless somebody else holds it.
  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
    for (Process process : processes) {
      process.onExit().join();
    }
    if (name != null) {
      Command.run("ip", "netns", "delete", name);
    }
  }

  /// A process that reads its input until we close it or end. It says when it has arrived.
  private Process start(String... prefix) {
    List<String> command = new ArrayList<>(List.of(prefix));
    command.addAll(List.of("sh", "-c", "echo arrived; exec cat"));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      processes.add(process);
      String said = process.inputReader(UTF_8).readLine();
      if (!"arrived".equals(said)) {
        close();
        throw new IllegalStateException(String.join(" ", command) + ": " + said);
      }
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(String.join(" ", command), e);
    }
  }
}
