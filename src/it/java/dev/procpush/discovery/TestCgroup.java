// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import static dev.procpush.Eventually.eventually;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A cgroup of this machine's kernel that has the path of a Docker container's.
final class TestCgroup implements AutoCloseable {
  private static final Path MOUNT = Path.of("/sys/fs/cgroup");

  private final String id;
  private final Path folder;

  /// @param digit what the container's id is made of
  TestCgroup(char digit) {
    id = String.valueOf(digit).repeat(64);
    Path version2 = MOUNT.resolve("cgroup.controllers");
    Path root = Files.exists(version2) ? MOUNT : MOUNT.resolve("memory");
    folder = root.resolve("docker").resolve(id);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String id() {
    return id;
  }

  /// Moves a process here, with all its threads.
  void take(long pid) {
    try {
      Files.writeString(folder.resolve("cgroup.procs"), Long.toString(pid));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Removes it once its processes have ended.
  @Override
  public void close() {
    eventually(Duration.ofSeconds(20), () -> Files.deleteIfExists(folder));
  }
}
