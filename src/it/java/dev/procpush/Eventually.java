// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/// Waiting for what becomes true in another process: asks again until a deadline.
public final class Eventually {

  private static final Duration PAUSE = Duration.ofMillis(200);

  /// Runs the assertions until they hold; after the deadline their last failure is thrown.
  public static void eventually(Duration deadline, Assertions assertions) {
    eventually(
        deadline,
        () -> {
          assertions.check();
          return deadline;
        });
  }

  /// As with assertions, and gives the result.
  public static <T> T eventually(Duration deadline, Callable<T> question) {
    long end = System.nanoTime() + deadline.toNanos();
    while (true) {
      try {
        return question.call();
      } catch (AssertionError | Exception e) {
        if (System.nanoTime() > end) {
          throw new AssertionError(
              "not within " + deadline.toSeconds() + " s: " + e.getMessage(), e);
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  /// What has to hold: throws until it does.
  @FunctionalInterface
  public interface Assertions {
    void check() throws Exception;
  }

  private Eventually() {}
}
