// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import java.nio.file.Files;
import java.nio.file.Path;

/// What defaults depend on beyond the settings themselves.
///
/// @param hostMount where a container has the host's root mounted, if it has
/// @param maxHeapBytes the most heap the JVM may take
public record Machine(Path hostMount, long maxHeapBytes) {

  private static final long BYTES_PER_SERIES = 384;
  private static final int LEAST_SERIES = 5_000;

  /// This machine and this JVM.
  public static Machine current() {
    return new Machine(Path.of("/host"), Runtime.getRuntime().maxMemory());
  }

  /// The host's root: the mount, if there is a procfs in it, else `/`.
  Path rootfs() {
    // pid 1 is hidden by hidepid, and the other files by subset=pid
    boolean hasProc =
        Files.exists(hostMount.resolve("proc/1")) || Files.exists(hostMount.resolve("proc/stat"));
    return hasProc ? hostMount : Path.of("/");
  }

  /// As many series as fit into half of the heap.
  int seriesMax() {
    long fitting = maxHeapBytes / 2 / BYTES_PER_SERIES;
    return Math.clamp(fitting, LEAST_SERIES, Settings.SERIES_LIMIT);
  }
}
