// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static dev.procpush.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A cgroup that a test makes in each hierarchy.
final class HandmadeCgroup implements AutoCloseable {
  private static final Path MOUNT = Path.of("/sys/fs/cgroup");
  private static final Duration SOON = Duration.ofSeconds(30);

  /// What was not there before, the innermost first.
  private final Deque<Path> made = new ArrayDeque<>();

  private @Nullable Process process;

  private HandmadeCgroup() {}

  /// One without a process.
  ///
  /// @param path from the root of each hierarchy
  static HandmadeCgroup empty(String path) throws IOException {
    HandmadeCgroup cgroup = new HandmadeCgroup();
    for (Path hierarchy : hierarchies()) {
      cgroup.make(hierarchy.resolve(path.substring(1)));
    }
    return cgroup;
  }

  /// One with a process in a network namespace of its own.
  ///
  /// @param path from the root of each hierarchy
  static HandmadeCgroup withProcess(String path) throws IOException {
    return withProcess(path, "/bin/busybox sleep");
  }

  /// The same.
  ///
  /// @param program sleeps for the seconds that it is given
  static HandmadeCgroup withProcess(String path, String program) throws IOException {
    HandmadeCgroup cgroup = empty(path);
    StringBuilder script = new StringBuilder();
    for (Path hierarchy : hierarchies()) {
      Path processes = hierarchy.resolve(path.substring(1)).resolve("cgroup.procs");
      script.append("echo $$ > ").append(processes).append("; ");
    }
    Process process =
        new ProcessBuilder("unshare", "--net", "sh", "-c", script + "exec " + program + " 600")
            .start();
    cgroup.process = process;
    eventually(
        SOON,
        () ->
            assertThat(Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")))
                .isEqualTo(program.replace(' ', '\0') + "\000600\0"));
    return cgroup;
  }

  /// Those that hold a container's numbers.
  private static List<Path> hierarchies() {
    return Stream.of("memory", "cpu", "cpuacct", "pids", "unified")
        .map(MOUNT::resolve)
        .map(hierarchy -> Files.isDirectory(hierarchy) ? hierarchy : MOUNT)
        .filter(hierarchy -> Files.exists(hierarchy.resolve("cgroup.procs")))
        .distinct()
        .toList();
  }

  private void make(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      make(Objects.requireNonNull(folder.getParent()));
      Files.createDirectory(folder);
      made.push(folder);
    }
  }

  @Override
  public void close() throws IOException {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
    for (Path folder : made) {
      eventually(SOON, () -> Files.deleteIfExists(folder));
    }
  }
}
