// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the thread does at home, which takes no capability.
@Timeout(60)
final class NamespaceThreadTest {
  private static final Path NET_DEV = Path.of("/proc/thread-self/net/dev");

  private final NamespaceThread thread = NamespaceThread.start("/");

  @AfterEach
  void close() {
    thread.close();
  }

  @Test
  void runsOnADaemonOfItsOwnWhileTheCallerWaits() {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      thread.run(_ -> threads.add(Thread.currentThread()));
    }
    assertThat(threads).hasSize(100).doesNotContain(Thread.currentThread());
    assertThat(threads.stream().distinct()).hasSize(1);
    assertThat(threads.getFirst().isDaemon()).isTrue();
    assertThat(threads.getFirst().isVirtual()).isFalse();
  }

  @Test
  void showsTheHomeNamespaceWhenNoneWasEntered() {
    thread.run(
        inside -> {
          assertThat(inside.isEntered()).isTrue();
          assertThat(unchecked(inside::inode))
              .isEqualTo(unchecked(() -> Files.getAttribute(NET_DEV, "unix:ino")));
          assertThat(text(unchecked(() -> inside.read("net/dev")))).startsWith("Inter-|   Receive");
          assertThat(text(unchecked(() -> inside.readSysctl("kernel/ostype"))))
              .isEqualTo("Linux\n");
          assertThat(unchecked(() -> inside.ask(NetlinkRequest.LINKS)).length()).isPositive();
          assertThat(unchecked(() -> inside.ask(NetlinkRequest.link("lo"))).length()).isPositive();
          assertThat(unchecked(inside::homeId)).isGreaterThanOrEqualTo(-1);
        });
  }

  @Test
  void refusesNamesThatLeadElsewhere() {
    thread.run(
        inside -> {
          for (String name :
              new String[] {"", "/etc/passwd", "..", "net/..", "net/../stat", "a/../../b"}) {
            assertErrno(ErrnoException.EINVAL, () -> inside.read(name));
            assertErrno(ErrnoException.EINVAL, () -> inside.readSysctl(name));
            assertErrno(ErrnoException.EINVAL, () -> inside.readSysfs(name));
          }
          assertErrno(ErrnoException.EINVAL, () -> inside.read("net/dev\0"));
          assertErrno(ErrnoException.ENOENT, () -> inside.read("net/..dev"));
          assertErrno(ErrnoException.ENOENT, () -> inside.read("stat"));
          assertErrno(ErrnoException.ENOENT, () -> inside.read("net/nothing"));
          assertErrno(ErrnoException.ENOENT, () -> inside.readSysctl("net/nothing"));
          assertErrno(ErrnoException.EISDIR, () -> inside.readSysctl("net"));
        });
  }

  @Test
  void netlinkAnswersWithAnErrno() {
    thread.run(
        inside -> {
          for (String name : new String[] {"no-such-device", "n".repeat(100)}) {
            assertErrno(ErrnoException.ENODEV, () -> inside.ask(NetlinkRequest.link(name)));
          }
          assertThatExceptionOfType(ErrnoException.class)
              .isThrownBy(() -> inside.ask(NetlinkRequest.link("n".repeat(300))));
          assertErrno(
              ErrnoException.EMSGSIZE, () -> inside.ask(NetlinkRequest.link("n".repeat(3000))));
          assertThat(unchecked(() -> inside.ask(NetlinkRequest.LINKS)).length()).isPositive();
        });
  }

  @Test
  void allocatesNothingForAnAnswerInTheEnd() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int questions = 10_000;
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    AtomicLong allocated = new AtomicLong(Long.MAX_VALUE);
    while (allocated.get() >= questions && System.nanoTime() < deadline) {
      thread.run(
          inside -> {
            long before = threads.getCurrentThreadAllocatedBytes();
            ask(inside, questions);
            allocated.set(threads.getCurrentThreadAllocatedBytes() - before);
          });
    }
    assertThat(allocated.get()).isLessThan(questions);
  }

  private static void ask(NamespaceThread.Inside inside, int questions) {
    try {
      for (int i = 0; i < questions; i++) {
        inside.ask(NetlinkRequest.ADDRESSES);
      }
    } catch (ErrnoException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatIsNoNamespaceIsNotEntered() {
    thread.run(
        inside -> {
          assertErrno(
              ErrnoException.ESTALE, () -> inside.enter(new NamespaceMount("/etc/passwd", 1, 2)));
          assertErrno(ErrnoException.ESTALE, () -> inside.enter(new NamespaceMount("/", 1, 2)));
          assertErrno(
              ErrnoException.ENOENT, () -> inside.enter(new NamespaceMount("/no/such", 1, 2)));
          assertErrno(ErrnoException.EINVAL, () -> inside.enter(new NamespaceMount("run", 1, 2)));
          assertErrno(ErrnoException.ENOENT, () -> inside.enterProcess("/proc/0", 1));
          assertThat(inside.isEntered()).isTrue();
        });
  }

  @Test
  void throwsWhatTheWorkThrew() {
    RuntimeException exception = new IllegalArgumentException("work");
    Error error = new AssertionError("work");
    assertThatThrownBy(() -> thread.run(_ -> rethrow(exception))).isSameAs(exception);
    assertThatThrownBy(() -> thread.run(_ -> rethrow(error))).isSameAs(error);
    AtomicInteger runs = new AtomicInteger();
    thread.run(_ -> runs.incrementAndGet());
    assertThat(runs).hasValue(1);
    assertThat(thread.lost()).isZero();
  }

  @Test
  void waitsForTheWorkAlthoughItIsInterrupted() throws Exception {
    CountDownLatch working = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    AtomicBoolean finished = new AtomicBoolean();
    AtomicBoolean finishedBefore = new AtomicBoolean();
    AtomicBoolean stillInterrupted = new AtomicBoolean();
    Thread caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  thread.run(
                      _ -> {
                        working.countDown();
                        unchecked(
                            () -> {
                              go.await();
                              return go;
                            });
                        finished.set(true);
                      });
                  finishedBefore.set(finished.get());
                  stillInterrupted.set(Thread.currentThread().isInterrupted());
                });
    working.await();
    caller.interrupt();
    caller.interrupt();
    go.countDown();
    caller.join();
    assertThat(finishedBefore).isTrue();
    assertThat(stillInterrupted).isTrue();
  }

  @Test
  void callersTakeTurns() throws Exception {
    AtomicInteger atOnce = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger runs = new AtomicInteger();
    Consumer<NamespaceThread.Inside> work =
        _ -> {
          most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
          runs.incrementAndGet();
          atOnce.decrementAndGet();
        };
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      callers.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int run = 0; run < 100; run++) {
                      thread.run(work);
                    }
                  }));
    }
    for (Thread caller : callers) {
      caller.join();
    }
    assertThat(runs).hasValue(800);
    assertThat(most).hasValue(1);
  }

  @Test
  void refusesARunWithinARunAndOneAfterTheEnd() {
    List<Thread> threads = new ArrayList<>();
    assertThatThrownBy(() -> thread.run(_ -> thread.run(_ -> {})))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> thread.run(_ -> thread.close()))
        .isInstanceOf(IllegalStateException.class);
    thread.run(_ -> threads.add(Thread.currentThread()));
    thread.close();
    thread.close();
    assertThat(threads.getFirst().isAlive()).isFalse();
    assertThatThrownBy(() -> thread.run(_ -> {})).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void withoutAWayHomeItDoesNotLeave() {
    try (var homeless = new NamespaceThread("/", "/proc/self/no-such-file")) {
      homeless.run(
          inside -> {
            assertErrno(
                ErrnoException.ENOENT, () -> inside.enter(new NamespaceMount("/run", 1, 2)));
            assertErrno(ErrnoException.ENOENT, () -> inside.enterProcess("/proc/self", 1));
            assertErrno(ErrnoException.ENOENT, inside::homeId);
            assertThat(unchecked(() -> inside.read("net/dev")).length()).isPositive();
          });
      assertThat(homeless.lost()).isZero();
    }
  }

  private static void rethrow(RuntimeException exception) {
    throw exception;
  }

  private static void rethrow(Error error) {
    throw error;
  }

  private static String text(FileContent content) {
    return new String(content.copy(), UTF_8);
  }

  private static <T> T unchecked(Callable<T> call) {
    try {
      return call.call();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void assertErrno(int errno, ThrowingCallable call) {
    assertThatExceptionOfType(ErrnoException.class)
        .isThrownBy(call)
        .satisfies(
            failure -> assertThat(failure.errno()).as(failure.getMessage()).isEqualTo(errno));
  }
}
