// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Calls that may never return, on a few threads: each key has at most one call under way.
///
/// One call is made after the other. One that has not answered for a while holds up no other: the
/// next is made on a thread of its own, up to [#MAX_THREADS]. A call that somebody has waited for
/// in vain is stuck. It keeps its thread until it answers, what it answers then is dropped, and
/// until then a call with its key is not made. Where all threads are stuck no call is made at all.
///
/// The threads are started by each other and never by a caller, because a caller may be in a
/// stranger's network namespace, which a thread passes on. So one of them always waits, as long as
/// there may be more.
public final class BoundedCalls implements AutoCloseable {
  /// The most threads, and so the most calls that may be stuck.
  public static final int MAX_THREADS = 32;

  /// How many threads stay when there is nothing to do, and how long the others do.
  static final int STANDING_THREADS = 2;

  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final LongSupplier holdNanos;
  private final long idleNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition answers = lock.newCondition();
  private final Map<Object, Request<?>> underWay = new HashMap<>();
  private final ArrayDeque<Request<?>> queue = new ArrayDeque<>();
  private final List<Request<?>> running = new ArrayList<>();
  private int threads;
  private int idle;
  private boolean watched;
  private boolean closed;

  /// Starts the first thread, where the caller is.
  ///
  /// @param holdNanos how long the others wait for a call; any thread asks
  public BoundedCalls(LongSupplier holdNanos) {
    this(holdNanos, IDLE_NANOS);
  }

  BoundedCalls(LongSupplier holdNanos, long idleNanos) {
    this.holdNanos = holdNanos;
    this.idleNanos = idleNanos;
    locked(this::startThread);
  }

  /// Makes a call unless one with its key is under way already; returns at once.
  ///
  /// @param key what the call is about, so that a call under the same key has the same type of
  ///   answer
  @SuppressWarnings("unchecked") // a key stands for one type
  public <T> Pending<T> begin(Object key, Call<T> call) {
    lock.lock();
    try {
      Request<?> before = underWay.get(key);
      if (before != null) {
        return (Request<T>) before;
      }
      Request<T> request = new Request<>(key, call);
      if (closed || isFull()) {
        request.stuck = true;
        return request;
      }
      underWay.put(key, request);
      queue.add(request);
      work.signal();
      return request;
    } finally {
      lock.unlock();
    }
  }

  /// How many calls have not answered those who waited for them.
  public int stuck() {
    lock.lock();
    try {
      return countStuck();
    } finally {
      lock.unlock();
    }
  }

  int threads() {
    lock.lock();
    try {
      return threads;
    } finally {
      lock.unlock();
    }
  }

  /// No call is begun any more. Threads whose calls have not returned are left to themselves: they
  /// do not keep the process from ending.
  @Override
  public void close() {
    locked(
        () -> {
          closed = true;
          queue.forEach(underWay.values()::remove);
          queue.clear();
          work.signalAll();
          answers.signalAll();
        });
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }

  private boolean isFull() {
    return countStuck() >= MAX_THREADS;
  }

  private int countStuck() {
    int stuck = 0;
    for (Request<?> request : running) {
      stuck += request.stuck ? 1 : 0;
    }
    return stuck;
  }

  private void startThread() {
    threads++;
    idle++;
    try {
      Thread.ofPlatform()
          .name("procpush-calls")
          .daemon()
          .inheritInheritableThreadLocals(false)
          .start(this::work);
    } catch (OutOfMemoryError tooManyThreads) {
      // the system has no thread left for us: the ones there are go on
      threads--;
      idle--;
    }
  }

  private void work() {
    lock.lock();
    try {
      Request<?> request = next();
      while (request != null) {
        lock.unlock();
        try {
          request.run();
        } finally {
          lock.lock();
        }
        running.remove(request);
        underWay.remove(request.key);
        request.answered = true;
        answers.signalAll();
        idle++;
        request = next();
      }
    } finally {
      threads--;
      lock.unlock();
    }
  }

  /// Waits for something to do.
  ///
  /// @return null when the thread is to end; it no longer counts as idle
  private @Nullable Request<?> next() {
    long until = System.nanoTime() + idleNanos;
    try {
      while (!closed) {
        long now = System.nanoTime();
        if (queue.isEmpty()) {
          if (idle <= STANDING_THREADS) {
            work.awaitUninterruptibly();
          } else if (until - now > 0) {
            await(until - now);
          } else {
            return null;
          }
          continue;
        }
        long hold = untilPatienceEnds(now);
        if (hold <= 0) {
          return take(now);
        }
        watched = true;
        try {
          await(hold);
        } finally {
          watched = false;
        }
      }
      return null;
    } finally {
      idle--;
    }
  }

  @SuppressWarnings("WaitNotInLoop") // who calls this loops
  private void await(long nanos) {
    try {
      var _ = work.awaitNanos(nanos);
    } catch (InterruptedException e) {
      // nobody has a reason to interrupt these threads; what is waited for is looked at again
    }
  }

  /// How long the call that was begun last still has before the next one is made beside it.
  private long untilPatienceEnds(long now) {
    long hold = holdNanos.getAsLong();
    long longest = 0;
    for (Request<?> request : running) {
      longest = Math.max(longest, hold - (now - request.startNanos));
    }
    return longest;
  }

  private Request<?> take(long now) {
    Request<?> request = queue.remove();
    request.startNanos = now;
    running.add(request);
    if (idle == 1 && threads < MAX_THREADS) {
      startThread();
    } else if (!queue.isEmpty() && !watched) {
      work.signal();
    }
    return request;
  }

  /// What may never return. It runs on one of the threads, so it shares no memory with others.
  @FunctionalInterface
  public interface Call<T> {
    T run() throws ErrnoException;
  }

  /// What a call will answer.
  public interface Pending<T> {

    /// Waits for the answer.
    ///
    /// @param deadlineNanos when to give up, as [System#nanoTime]
    /// @throws ErrnoException what the call threw; `ETIMEDOUT` where it has not answered in time,
    ///   or was not made
    T await(long deadlineNanos) throws ErrnoException;
  }

  private final class Request<T> implements Pending<T> {
    private final Object key;
    private final Call<T> call;
    private long startNanos;
    private boolean stuck;
    private boolean answered;
    private @Nullable T answer;
    private @Nullable Throwable failure;

    Request(Object key, Call<T> call) {
      this.key = key;
      this.call = call;
    }

    void run() {
      try {
        answer = call.run();
      } catch (Throwable thrown) {
        failure = thrown;
      }
    }

    @Override
    public T await(long deadlineNanos) throws ErrnoException {
      lock.lock();
      try {
        waitFor(deadlineNanos);
      } finally {
        lock.unlock();
      }
      return switch (failure) {
        case null -> answer();
        case ErrnoException refused -> throw refused;
        case RuntimeException exception -> throw exception;
        case Error error -> throw error;
        case Throwable checked -> throw new IllegalStateException(checked);
      };
    }

    private T answer() {
      T given = answer;
      if (given == null) {
        throw new IllegalStateException("a call without an answer: " + key);
      }
      return given;
    }

    private void waitFor(long deadlineNanos) throws ErrnoException {
      boolean interrupted = false;
      while (!answered && !stuck && !closed) {
        long left = deadlineNanos - System.nanoTime();
        if (left <= 0) {
          giveUp();
          break;
        }
        try {
          var _ = answers.awaitNanos(left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      if (!answered || stuck) {
        throw new ErrnoException(ErrnoException.ETIMEDOUT, "wait for", key.toString());
      }
    }

    /// What has not been begun is not begun any more.
    private void giveUp() {
      stuck = true;
      if (queue.remove(this)) {
        underWay.remove(key);
      }
    }
  }
}
