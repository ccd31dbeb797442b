// SPDX-License-Identifier: Apache-2.0

package dev.procpush.runtime;

import dev.procpush.discovery.Inspection;
import dev.procpush.discovery.RuntimeApi;
import dev.procpush.linux.RootFiles;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Docker and Podman, asked over their Unix sockets on a thread of its own. Questions are gathered
/// for a moment, so that many become one request. What no runtime could be asked waits for the one
/// that does not answer.
public final class RuntimeClient implements RuntimeApi, AutoCloseable {
  private static final int MAX_WAITING = 10_000;
  private static final int MAX_FAILURES = 3;
  private static final Duration GATHERING = Duration.ofMillis(50);
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  private final List<RuntimeEndpoint> endpoints;
  private final ScheduledThreadPoolExecutor executor;
  private final Deque<Inspection> waiting = new ArrayDeque<>();
  private final Map<Inspection, Integer> failures = new HashMap<>();
  private @Nullable ScheduledFuture<?> next;

  private RuntimeClient(List<RuntimeEndpoint> endpoints) {
    this.endpoints = List.copyOf(endpoints);
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "procpush-runtime-api");
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    executor.setRemoveOnCancelPolicy(true);
    // at home: whoever asks for the first time may be in a namespace, which a new thread would keep
    executor.prestartCoreThread();
  }

  /// Starts without a request.
  ///
  /// @param paths the sockets, as the host sees them
  /// @param labels which labels of a container are wanted
  public static RuntimeClient start(RootFiles root, List<String> paths, Predicate<String> labels) {
    return start(root, paths, labels, DEADLINE, FIRST_PAUSE, LONGEST_PAUSE);
  }

  static RuntimeClient start(
      RootFiles root,
      List<String> paths,
      Predicate<String> labels,
      Duration deadline,
      Duration firstPause,
      Duration longestPause) {
    return new RuntimeClient(
        paths.stream()
            .map(
                path ->
                    new RuntimeEndpoint(
                        path,
                        new RuntimeRequests(root, path, deadline, labels),
                        firstPause,
                        longestPause))
            .toList());
  }

  @Override
  public Inspection inspect(String id) {
    Inspection question = new Inspection(id);
    synchronized (waiting) {
      waiting.addLast(question);
      bound();
    }
    askIn(GATHERING.toNanos());
    return question;
  }

  @Override
  public List<String> notices() {
    return endpoints.stream().map(RuntimeEndpoint::failure).filter(Objects::nonNull).toList();
  }

  /// Asks what waits, and waits for the answers.
  public void await(Duration atMost) {
    try {
      executor.submit(this::ask).get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // what is not answered by now is not known
    }
  }

  @Override
  public void close() {
    executor.shutdownNow(); // the interrupt closes the channel that is being read
  }

  private synchronized void askIn(long nanos) {
    ScheduledFuture<?> planned = next;
    if (planned != null && planned.getDelay(TimeUnit.NANOSECONDS) > nanos) {
      planned.cancel(false);
      planned = null;
    }
    if (planned == null) {
      next = executor.schedule(this::ask, nanos, TimeUnit.NANOSECONDS);
    }
  }

  private synchronized void begin() {
    next = null;
  }

  private void ask() {
    begin();
    List<Inspection> questions = take();
    boolean allAvailable = true;
    for (RuntimeEndpoint endpoint : endpoints) {
      Inspection failed = endpoint.answer(questions);
      if (failed != null && failures.merge(failed, 1, Integer::sum) >= MAX_FAILURES) {
        failed.settle(null);
      }
      allAvailable &= endpoint.isAvailable();
    }
    for (Inspection question : questions) {
      if (!question.isSettled() && allAvailable) {
        question.settle(null);
      }
    }
    failures.keySet().removeIf(Inspection::isSettled);
    putBack(questions);
  }

  private void bound() {
    while (waiting.size() > MAX_WAITING) {
      waiting.removeFirst().settle(null);
    }
  }

  private List<Inspection> take() {
    synchronized (waiting) {
      List<Inspection> taken = new ArrayList<>(waiting);
      waiting.clear();
      return taken;
    }
  }

  /// Those that a runtime failed at come last the next time.
  private void putBack(List<Inspection> questions) {
    questions.removeIf(Inspection::isSettled);
    if (questions.isEmpty()) {
      return;
    }
    synchronized (waiting) {
      for (Inspection question : questions) {
        if (failures.containsKey(question)) {
          waiting.addLast(question);
        } else {
          waiting.addFirst(question);
        }
      }
      bound();
    }
    endpoints.stream()
        .filter(endpoint -> !endpoint.isAvailable())
        .mapToLong(RuntimeEndpoint::nanosToWait)
        .min()
        .ifPresent(nanos -> askIn(Math.max(nanos, GATHERING.toNanos())));
  }
}
