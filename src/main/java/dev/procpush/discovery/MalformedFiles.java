// SPDX-License-Identifier: Apache-2.0

package dev.procpush.discovery;

import dev.procpush.parse.MalformedKernelDataException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// What the parsers say about the files of processes: for each kind of file at most one line a
/// minute, with the number of those held back.
final class MalformedFiles {
  private static final System.Logger LOG = System.getLogger("dev.procpush");
  private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final LongSupplier nanoTime;
  private final Map<String, Throttle> throttles = new HashMap<>();

  /// @param nanoTime as [System#nanoTime]
  MalformedFiles(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /// @param kind the name of the file, from a small set
  /// @param folder the folder it is in
  void warn(String kind, String folder, MalformedKernelDataException problem) {
    long now = nanoTime.getAsLong();
    Throttle throttle = throttles.get(kind);
    if (throttle != null && now - throttle.lastNanos < PAUSE_NANOS) {
      throttle.heldBack++;
      return;
    }
    long heldBack = throttle == null ? 0 : throttle.heldBack;
    throttles.put(kind, new Throttle(now));
    LOG.log(
        System.Logger.Level.WARNING,
        "A process is not wholly known: "
            + folder
            + "/"
            + problem.getMessage()
            + (heldBack == 0 ? "" : " (and " + heldBack + " more like it)"));
  }

  private static final class Throttle {
    private final long lastNanos;
    private long heldBack;

    Throttle(long nanos) {
      lastNanos = nanos;
    }
  }
}
