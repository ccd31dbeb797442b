// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The way from SIGTERM or SIGINT to exit code 0: the JVM's shutdown hook asks the agent to end,
/// waits until it has, and ends the process with 0 where the JVM would say 143.
final class Shutdown implements AutoCloseable {
  /// `docker stop` kills after ten seconds.
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = Thread.ofPlatform().name("procpush-shutdown").unstarted(this::end);

  /// From now on a signal is a request.
  void catchSignals() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /// Open while the agent may go on.
  CountDownLatch requested() {
    return requested;
  }

  /// The agent has ended: as requested, or by itself, and then signals are nobody's any more.
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException requestedAlready) {
      done.countDown();
    }
  }

  private void end() {
    requested.countDown();
    try {
      if (done.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        Runtime.getRuntime().halt(0);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(1);
  }
}
