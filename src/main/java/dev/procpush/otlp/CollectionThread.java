// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The one thread that begins collections and waits for their ends: at the start, then at a fixed
/// rate, and a last time at the end. No two run at a time.
final class CollectionThread implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.procpush.otlp");

  private final ScheduledThreadPoolExecutor executor;
  private @Nullable ScheduledFuture<?> cycles;

  CollectionThread() {
    executor =
        new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().name("procpush-collect").daemon(true).unstarted(task));
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.setRemoveOnCancelPolicy(true);
  }

  /// For the SDK's readers, so that what they run on their own account is run here as well.
  ScheduledThreadPoolExecutor executor() {
    return executor;
  }

  /// Runs the cycle now and then at each interval.
  synchronized void start(Runnable cycle, Duration interval) {
    if (cycles == null) {
      cycles =
          executor.scheduleAtFixedRate(
              () -> runSafely(cycle), 0, interval.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /// Ends the cycles, and runs something a last time after the one that may be running.
  ///
  /// @return the run, or null when the cycles never began or the thread has ended
  synchronized @Nullable Future<?> stopAndRun(Runnable last) {
    ScheduledFuture<?> running = cycles;
    if (running == null) {
      return null;
    }
    running.cancel(false);
    try {
      return executor.submit(() -> runSafely(last));
    } catch (RejectedExecutionException _) {
      return null;
    }
  }

  /// Waits for a run.
  ///
  /// @return whether it ended in time
  static boolean await(Future<?> run, Duration time) {
    try {
      run.get(Math.max(0, time.toNanos()), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  /// An executor never again runs what once threw, and says nothing of it: so a cycle throws
  /// nothing, not even for want of memory, which the next one may have.
  private static void runSafely(Runnable cycle) {
    try {
      cycle.run();
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "A collection failed", e);
    }
  }
}
