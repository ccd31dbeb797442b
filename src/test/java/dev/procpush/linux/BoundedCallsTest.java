// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.linux.BoundedCalls.Call;
import dev.procpush.linux.BoundedCalls.Pending;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BoundedCallsTest {
  private static final long SOON = TimeUnit.SECONDS.toNanos(30);
  private static final long AT_ONCE = TimeUnit.MILLISECONDS.toNanos(50);

  private static final long HOLD = TimeUnit.MILLISECONDS.toNanos(10);

  private final BoundedCalls calls =
      new BoundedCalls(() -> HOLD, TimeUnit.MILLISECONDS.toNanos(100));
  private final CountDownLatch server = new CountDownLatch(1);
  private final AtomicInteger made = new AtomicInteger();

  @AfterEach
  void close() {
    server.countDown();
    calls.close();
  }

  @Test
  void givesTheAnswersOfAllCalls() throws Exception {
    List<Pending<Integer>> pending = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      int answer = i;
      pending.add(calls.begin(i, () -> answer));
    }
    for (int i = 0; i < 1_000; i++) {
      assertThat(pending.get(i).await(in(SOON))).isEqualTo(i);
    }
    assertThat(calls.stuck()).isZero();
  }

  @Test
  void throwsWhatTheCallThrew() {
    Pending<String> denied =
        calls.begin(
            "a",
            () -> {
              throw new ErrnoException(ErrnoException.EACCES, "statfs", "/a");
            });
    Pending<String> broken =
        calls.begin(
            "b",
            () -> {
              throw new IllegalStateException("made up");
            });

    assertThatThrownBy(() -> denied.await(in(SOON)))
        .isInstanceOf(ErrnoException.class)
        .hasMessage("statfs /a: EACCES");
    assertThatThrownBy(() -> broken.await(in(SOON)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("made up");
  }

  @Test
  void aCallThatHangsCostsItsOwnAnswerOnly() throws Exception {
    Pending<String> dead = calls.begin("dead", hanging("late"));
    Pending<String> alive = calls.begin("alive", () -> "here");

    assertThat(alive.await(in(SOON))).isEqualTo("here");
    assertTimesOut(dead);
    assertThat(calls.stuck()).isEqualTo(1);
    assertThat(calls.begin("alive", () -> "again").await(in(SOON))).isEqualTo("again");
  }

  @Test
  void aStuckCallIsNeitherMadeAgainNorWaitedForAgain() throws Exception {
    assertTimesOut(calls.begin("dead", hanging("late")));
    long start = System.nanoTime();
    for (int cycle = 0; cycle < 50; cycle++) {
      Pending<String> again = calls.begin("dead", hanging("late"));
      assertThatThrownBy(() -> again.await(in(SOON))).hasMessageContaining("ETIMEDOUT");
    }

    assertThat(System.nanoTime() - start).isLessThan(SOON);
    assertThat(made).hasValue(1);
    assertThat(calls.threads()).isLessThanOrEqualTo(3);
  }

  @Test
  void dropsALateAnswerAndAsksAnew() throws Exception {
    Pending<String> dead = calls.begin("dead", hanging("late"));
    assertTimesOut(dead);
    server.countDown();
    while (calls.stuck() > 0) {
      TimeUnit.MILLISECONDS.sleep(1);
    }

    assertThatThrownBy(() -> dead.await(in(SOON))).hasMessageContaining("ETIMEDOUT");
    assertThat(calls.begin("dead", () -> "new").await(in(SOON))).isEqualTo("new");
  }

  @Test
  void joinsACallThatNobodyHasGivenUp() throws Exception {
    Pending<String> first = calls.begin("slow", hanging("answer"));
    Pending<String> second = calls.begin("slow", hanging("answer"));
    server.countDown();

    assertThat(first.await(in(SOON))).isEqualTo("answer");
    assertThat(second.await(in(SOON))).isEqualTo("answer");
    assertThat(made).hasValue(1);
  }

  @Test
  void makesNoMoreCallsWhenAllThreadsAreStuck() throws Exception {
    List<Pending<String>> dead = new ArrayList<>();
    for (int i = 0; i < BoundedCalls.MAX_THREADS; i++) {
      dead.add(calls.begin(i, hanging("late")));
    }
    while (made.get() < BoundedCalls.MAX_THREADS) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    for (Pending<String> pending : dead) {
      assertTimesOut(pending);
    }
    for (int cycle = 0; cycle < 20; cycle++) {
      Pending<String> refused = calls.begin("new", () -> "never");
      assertThatThrownBy(() -> refused.await(in(SOON)))
          .isInstanceOf(ErrnoException.class)
          .hasMessage("wait for new: ETIMEDOUT");
    }
    assertThat(calls.threads()).isEqualTo(BoundedCalls.MAX_THREADS);

    server.countDown();
    while (calls.threads() > BoundedCalls.STANDING_THREADS) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertThat(calls.begin("new", () -> "now").await(in(SOON))).isEqualTo("now");
  }

  @Test
  void forgetsWhatItCouldNotBegin() throws Exception {
    List<Pending<String>> dead = new ArrayList<>();
    for (int i = 0; i < 2 * BoundedCalls.MAX_THREADS; i++) {
      dead.add(calls.begin(i, hanging("late")));
    }
    for (Pending<String> pending : dead) {
      assertThatThrownBy(() -> pending.await(in(AT_ONCE))).hasMessageContaining("ETIMEDOUT");
    }
    int begun = made.get();
    assertThat(begun).isLessThanOrEqualTo(BoundedCalls.MAX_THREADS);
    server.countDown();
    while (calls.stuck() > 0) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    assertThat(calls.begin("last", () -> "all").await(in(SOON))).isEqualTo("all");
    assertThat(made).hasValue(begun);
  }

  @Test
  void keepsItsThreadsFromCycleToCycle() throws Exception {
    for (int cycle = 0; cycle < 200; cycle++) {
      List<Pending<String>> pending = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        pending.add(calls.begin(i, () -> "answer"));
      }
      for (Pending<String> each : pending) {
        each.await(in(SOON));
      }
      assertThat(calls.threads()).isLessThanOrEqualTo(4);
    }
  }

  @Test
  void startsNoThreadOnTheCaller() throws Exception {
    List<String> starters = new ArrayList<>();
    InheritableThreadLocal<String> away =
        new InheritableThreadLocal<>() {
          @Override
          protected String childValue(String parent) {
            starters.add(parent);
            return parent;
          }
        };
    away.set("in a stranger's namespace");
    Pending<String> dead = calls.begin("dead", hanging("late"));
    assertThat(calls.begin("alive", () -> "here").await(in(SOON))).isEqualTo("here");
    assertTimesOut(dead);

    assertThat(starters).isEmpty();
  }

  @Test
  void answersNobodyOnceClosed() {
    Pending<String> dead = calls.begin("dead", hanging("late"));
    calls.close();

    assertThatThrownBy(() -> dead.await(in(SOON))).hasMessageContaining("ETIMEDOUT");
    assertThatThrownBy(() -> calls.begin("new", () -> "never").await(in(SOON)))
        .hasMessageContaining("ETIMEDOUT");
  }

  private Call<String> hanging(String answer) {
    return () -> {
      made.incrementAndGet();
      try {
        server.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return answer;
    };
  }

  private static void assertTimesOut(Pending<String> pending) {
    assertThatThrownBy(() -> pending.await(in(AT_ONCE)))
        .isInstanceOf(ErrnoException.class)
        .hasMessageContaining("ETIMEDOUT");
  }

  private static long in(long nanos) {
    return System.nanoTime() + nanos;
  }
}
