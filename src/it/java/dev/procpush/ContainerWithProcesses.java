// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static dev.procpush.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// A container with one process that has worked, and has children that have, and one that holds
/// memory. Both have names that are hard to read, and sleep now: what the kernel counts of them
/// stays as it is.
///
/// @param id the whole one
/// @param worker the pid of the first, as the host sees it
/// @param holder the pid of the second
record ContainerWithProcesses(String name, String id, int worker, int holder)
    implements AutoCloseable {
  static final String WORKER = "a (odd) name";
  static final String HOLDER = "x) S 1 (\ny";

  /// How much the second one holds, at least.
  static final long HELD = 20_000_000;

  private static final String WORK =
      """
      (printf 'a (odd) name' > /proc/self/comm
       dd if=/dev/zero of=/dev/null bs=1 count=300000 2> /dev/null
       (i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done)
       i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done
       i=0; while [ $i -lt 30000 ]; do i=$((i+1)); : < /dev/null; done
       exec 5< /etc/passwd 6< /etc/group
       echo worked; sleep 3600; true) &
      (printf 'x) S 1 (\\ny' > /proc/self/comm
       held=$(head -c 20000000 /dev/zero | tr '\\0' x)
       echo holds; sleep 3600; true) &
      wait
      """;

  private static final Duration READY = Duration.ofSeconds(90);

  /// Starts it, and waits until it has done its work.
  static ContainerWithProcesses start(String name) throws IOException {
    String id =
        Command.run("docker", "run", "-d", "--name", name, "busybox:1.37", "sh", "-c", WORK)
            .strip();
    try {
      eventually(
          READY, () -> assertThat(Command.run("docker", "logs", name)).contains("worked", "holds"));
      String first = Command.run("docker", "inspect", "-f", "{{.State.Pid}}", name).strip();
      return new ContainerWithProcesses(
          name, id, child(first, WORKER), child(first, HOLDER.replace("\n", "\\n")));
    } catch (IOException | RuntimeException | AssertionError e) {
      remove(name);
      throw e;
    }
  }

  /// The child that `status` shows by this name.
  private static int child(String parent, String name) throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("/proc"))) {
      return folders
          .filter(folder -> folder.getFileName().toString().matches("[0-9]+"))
          .filter(folder -> has(folder, "PPid:\t" + parent) && has(folder, "Name:\t" + name))
          .map(folder -> Integer.valueOf(folder.getFileName().toString()))
          .findFirst()
          .orElseThrow();
    }
  }

  private static boolean has(Path folder, String line) {
    try {
      return List.of(Files.readString(folder.resolve("status")).split("\n", -1)).contains(line);
    } catch (IOException gone) {
      return false;
    }
  }

  /// The part of the id that is a label.
  String shortId() {
    return id.substring(0, 12);
  }

  /// A field of `stat`, counted from 1 as `proc(5)` does, as `sed` and `cut` find it.
  static double stat(int pid, int field) {
    return Double.parseDouble(
        shell(
            "tr '\\n' ' ' < /proc/%d/stat | sed 's/.*) //' | cut -d ' ' -f %d"
                .formatted(pid, field - 2)));
  }

  /// A field of `stat` that counts clock ticks, in seconds.
  static double seconds(int pid, int field) {
    return stat(pid, field) / Double.parseDouble(shell("getconf CLK_TCK"));
  }

  /// A number of kB in `status`, in bytes, as `awk` finds it.
  static double bytes(int pid, String key) {
    return Double.parseDouble(
        shell(
            "awk '$1 == \"%s:\" { printf \"%%d\", $2 * 1024 }' /proc/%d/status"
                .formatted(key, pid)));
  }

  static String shell(String script) {
    return Command.run("sh", "-c", script).strip();
  }

  @Override
  public void close() {
    remove(name);
  }

  private static void remove(String name) {
    Command.works("docker", "rm", "-fv", name);
  }
}
