// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.linux.FileSystems.Place;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DirectoryWalksTest {
  private static final Place ONE = new Place("/", "/one");
  private static final Place OTHER = new Place("/", "/other");

  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final CountDownLatch hold = new CountDownLatch(1);
  private final DirectoryWalks walks =
      new DirectoryWalks(() -> this::walk, 1_000_000, DirectoryWalks.STUCK_NANOS);

  @AfterEach
  void close() {
    hold.countDown();
    walks.close();
  }

  @Test
  void walksInTurnsOnOneThread() throws Exception {
    assertThat(walks.of(ONE)).isEqualTo(DirectoryUsage.UNKNOWN);
    assertThat(walks.of(OTHER)).isEqualTo(DirectoryUsage.UNKNOWN);
    assertThat(events.take()).isEqualTo("/one procpush-walk");
    assertThat(events.take()).isEqualTo("/other procpush-walk");
    awaitBytes(ONE);
    awaitBytes(OTHER);
    assertThat(events).as("not walked again so soon").isEmpty();
  }

  @Test
  void tellsWhyThereIsNone() throws Exception {
    assertThat(walks.of(new Place("/", "/denied"))).isEqualTo(DirectoryUsage.UNKNOWN);
    assertThatThrownBy(() -> awaitBytes(new Place("/", "/denied")))
        .isInstanceOf(ErrnoException.class)
        .hasMessageContaining("EACCES");
    assertThatThrownBy(() -> awaitBytes(new Place("/", "/broken")))
        .hasMessageContaining("made up")
        .hasMessageContaining("EIO");
    awaitBytes(ONE);
  }

  @Test
  void oneThatHangsHoldsNobodyWhoAsks() throws Exception {
    assertThat(walks.of(new Place("/", "/hangs"))).isEqualTo(DirectoryUsage.UNKNOWN);
    assertThat(events.take()).startsWith("/hangs");
    assertThat(walks.of(ONE)).isEqualTo(DirectoryUsage.UNKNOWN);
    walks.beginCycle();
    walks.close();
  }

  @Test
  void tellsWhichOneHangsUntilItAnswers() throws Exception {
    Place hanging = new Place("/", "/hangs");
    try (DirectoryWalks impatient = new DirectoryWalks(() -> this::walk, 1_000_000, 1)) {
      assertThat(impatient.of(hanging)).isEqualTo(DirectoryUsage.UNKNOWN);
      assertThat(events.take()).startsWith("/hangs");
      assertThatThrownBy(() -> impatient.of(hanging)).hasMessage("walk /hangs: ETIMEDOUT");
      assertThat(impatient.of(ONE)).isEqualTo(DirectoryUsage.UNKNOWN);
      hold.countDown();
      assertThat(events.take()).startsWith("/one");
      assertThat(impatient.of(hanging)).isEqualTo("/hangs".length());
    }
  }

  @Test
  void whatIsNotAskedForAnyMoreIsNotWalkedToItsEnd() throws Exception {
    assertThat(walks.of(new Place("/", "/endless"))).isEqualTo(DirectoryUsage.UNKNOWN);
    assertThat(events.take()).startsWith("/endless");
    walks.beginCycle();
    walks.beginCycle();
    walks.beginCycle();
    assertThat(events.take()).isEqualTo("stopped");
    awaitBytes(ONE);
  }

  @Test
  void closingEndsTheWalk() throws Exception {
    assertThat(walks.of(new Place("/", "/endless"))).isEqualTo(DirectoryUsage.UNKNOWN);
    assertThat(events.take()).startsWith("/endless");
    walks.close();
    assertThat(events.take()).isEqualTo("stopped");
    assertThat(walks.of(ONE)).isEqualTo(DirectoryUsage.UNKNOWN);
  }

  private void awaitBytes(Place place) throws Exception {
    while (walks.of(place) == DirectoryUsage.UNKNOWN) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertThat(walks.of(place)).isEqualTo(place.path().length());
  }

  private long walk(Place place, DirectoryWalks.Step step) throws ErrnoException {
    events.add(place.path() + " " + Thread.currentThread().getName());
    switch (place.path()) {
      case "/denied" -> throw new ErrnoException(ErrnoException.EACCES, "walk", "/denied");
      case "/broken" -> throw new IllegalStateException("made up");
      case "/hangs" -> hold();
      case "/endless" -> {
        while (step.goesOn()) {}
        events.add("stopped");
        return DirectoryUsage.UNKNOWN;
      }
      default -> {}
    }
    return place.path().length();
  }

  private void hold() {
    try {
      hold.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
