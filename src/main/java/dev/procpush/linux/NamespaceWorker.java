// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import java.lang.foreign.Arena;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A thread that does what it is handed, in a [NamespaceVisit] of its own, until it cannot go home
/// or is told to end. One caller at a time.
final class NamespaceWorker {
  private final Thread thread;
  private @Nullable Consumer<NamespaceThread.Inside> job;
  private @Nullable Throwable failure;
  private boolean ending;
  private boolean ended;

  private NamespaceWorker(String rootfs, String home) {
    thread =
        Thread.ofPlatform()
            .name("procpush-namespaces")
            .daemon()
            .inheritInheritableThreadLocals(false)
            .unstarted(() -> work(rootfs, home));
  }

  static NamespaceWorker start(String rootfs, String home) {
    NamespaceWorker worker = new NamespaceWorker(rootfs, home);
    worker.thread.start();
    return worker;
  }

  /// Hands over the work and waits until it is done and the thread at home, or about to end.
  void run(Consumer<NamespaceThread.Inside> work) {
    switch (handOver(work)) {
      case null -> {}
      case RuntimeException exception -> throw exception;
      case Error error -> throw error;
      case Throwable checked -> throw new IllegalStateException(checked);
    }
  }

  boolean isCurrentThread() {
    return Thread.currentThread() == thread;
  }

  /// Whether it takes no more work.
  synchronized boolean isEnding() {
    return ending;
  }

  /// Waits until the thread has ended.
  void end() {
    stop();
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void stop() {
    ending = true;
    notifyAll();
  }

  private synchronized @Nullable Throwable handOver(Consumer<NamespaceThread.Inside> work) {
    job = work;
    notifyAll();
    boolean interrupted = false;
    while (job != null && !ended) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    Throwable result = failure;
    failure = null;
    return result;
  }

  private synchronized @Nullable Consumer<NamespaceThread.Inside> next()
      throws InterruptedException {
    while (job == null && !ending) {
      wait();
    }
    return job;
  }

  private synchronized void finished(@Nullable Throwable thrown, boolean isHome) {
    failure = thrown;
    ending |= !isHome;
    job = null;
    notifyAll();
  }

  private synchronized void ended(@Nullable Throwable thrown) {
    if (thrown != null) {
      failure = thrown;
    }
    ending = true;
    ended = true;
    notifyAll();
  }

  private void work(String rootfs, String home) {
    Throwable thrown = null;
    try (Arena arena = Arena.ofConfined()) {
      NamespaceVisit visit = new NamespaceVisit(arena, rootfs, home);
      try {
        Consumer<NamespaceThread.Inside> work;
        while (!isEnding() && (work = next()) != null) {
          finished(failureOf(work, visit), visit.leave());
        }
      } finally {
        visit.close();
      }
    } catch (Throwable t) {
      thrown = t;
    } finally {
      ended(thrown);
    }
  }

  private static @Nullable Throwable failureOf(
      Consumer<NamespaceThread.Inside> work, NamespaceVisit visit) {
    try {
      work.accept(visit);
      return null;
    } catch (Throwable thrown) {
      return thrown;
    }
  }
}
