// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import dev.procpush.linux.FileSystems.Place;
import dev.procpush.linux.WalkTurns.Turn;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Walks through folders, one after the other, on one thread of its own. A folder on a disk that
/// does not answer holds that thread and nothing else; then there is soon no result of any.
final class DirectoryWalks implements DirectoryUsage {
  /// Who takes so long for a stride does not answer.
  static final long STUCK_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Supplier<Walk> walks;
  private final int entriesPerSecond;
  private final long stuckNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final WalkTurns turns = new WalkTurns();
  private boolean isStarted;
  private boolean isClosed;
  private @Nullable Turn walked;
  private long steppedNanos;

  /// @param walks makes what walks, on the thread that it is for
  DirectoryWalks(Supplier<Walk> walks, int entriesPerSecond, long stuckNanos) {
    this.walks = walks;
    this.entriesPerSecond = entriesPerSecond;
    this.stuckNanos = stuckNanos;
  }

  @Override
  public void beginCycle() {
    lock.lock();
    try {
      turns.beginCycle();
    } finally {
      lock.unlock();
    }
  }

  /// The thread is started where the caller is, which must be at home.
  @Override
  public long of(Place place) throws ErrnoException {
    lock.lock();
    try {
      long now = System.nanoTime();
      Turn turn = turns.ask(place, now);
      if (!isStarted && !isClosed) {
        isStarted = true;
        Thread.ofPlatform().name("procpush-walk").daemon().start(this::run);
      }
      changed.signal();
      if (turn == walked && now - steppedNanos > stuckNanos) {
        throw new ErrnoException(ErrnoException.ETIMEDOUT, "walk", place.toString());
      }
      return turn.told(now);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      isClosed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    Walk walk = walks.get();
    Turn turn;
    while ((turn = next()) != null) {
      walk(walk, turn);
    }
  }

  /// Waits for the next turn; null at the end.
  private @Nullable Turn next() {
    lock.lock();
    try {
      while (!isClosed) {
        Turn turn = turns.next();
        long now = System.nanoTime();
        long wait = turn == null ? Long.MAX_VALUE : turn.waitNanos(now);
        if (wait <= 0) {
          walked = turn;
          steppedNanos = now;
          return turn;
        }
        await(wait);
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void walk(Walk walk, Turn turn) {
    WalkPace pace = new WalkPace(entriesPerSecond, System.nanoTime());
    long bytes = UNKNOWN;
    ErrnoException failure = null;
    try {
      bytes = walk.bytes(turn.place, () -> !pace.isStrideOver() || rest(pace, turn));
    } catch (ErrnoException e) {
      failure = e;
    } catch (RuntimeException | OutOfMemoryError e) {
      failure = new ErrnoException(ErrnoException.EIO, "walk (" + e + ")", turn.place.toString());
    }
    lock.lock();
    try {
      walked = null;
      turn.end(bytes, failure, System.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  /// Rests.
  ///
  /// @return whether to go on after that
  private boolean rest(WalkPace pace, Turn turn) {
    lock.lock();
    try {
      long now = System.nanoTime();
      long end = now + pace.restNanos(now);
      while (end - now > 0 && !isClosed) {
        await(end - now);
        now = System.nanoTime();
      }
      steppedNanos = now;
      return !isClosed && turns.isWanted(turn);
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // who calls this loops
  private void await(long nanos) {
    try {
      var _ = changed.awaitNanos(nanos);
    } catch (InterruptedException e) {
      // nobody has a reason to interrupt this thread; what is waited for is looked at again
    }
  }

  /// What walks, for one thread.
  @FunctionalInterface
  interface Walk {

    /// Walks through one folder.
    ///
    /// @return [DirectoryUsage#UNKNOWN] where it was stopped, or the folder changed too much
    /// @throws ErrnoException when it cannot be walked
    long bytes(Place place, Step step) throws ErrnoException;
  }

  /// What is asked before each entry.
  @FunctionalInterface
  interface Step {

    /// Whether to go on. It may take its time.
    boolean goesOn();
  }
}
