// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.linux.FileSystems.Place;
import dev.procpush.linux.WalkTurns.Turn;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WalkTurnsTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /// Shortly before the clock wraps around.
  private static final long START = Long.MAX_VALUE - SECOND;

  private final WalkTurns turns = new WalkTurns();

  @Test
  void eachHasItsTurn() {
    Turn first = ask("/a", START);
    Turn second = ask("/b", START + 1);
    assertThat(ask("/a", START + 2)).isSameAs(first);
    assertThat(turns.next()).isSameAs(first);
    assertThat(first.waitNanos(START + 3)).isNegative();

    first.end(1, null, START + 2 * SECOND);
    assertThat(turns.next()).isSameAs(second);
    second.end(2, null, START + 3 * SECOND);

    assertThat(turns.next()).isSameAs(first);
    assertThat(first.waitNanos(START + 3 * SECOND)).isEqualTo(WalkTurns.PAUSE_NANOS - SECOND);
  }

  @Test
  void tellsOnlyWhatIsNotTooOld() throws Exception {
    Turn turn = ask("/a", START);
    assertThat(turn.told(START)).isEqualTo(DirectoryUsage.UNKNOWN);
    long end = START + 5 * SECOND;
    turn.end(4096, null, end);

    assertThat(turn.told(end)).isEqualTo(4096);
    assertThat(turn.told(end + WalkTurns.TOLD_NANOS - 1)).isEqualTo(4096);
    assertThat(turn.told(end + WalkTurns.TOLD_NANOS)).isEqualTo(DirectoryUsage.UNKNOWN);
  }

  @Test
  void tellsItForLongerWhereARoundTakesLonger() throws Exception {
    Turn turn = ask("/a", START);
    long round = 2 * WalkTurns.TOLD_NANOS;
    turn.end(1, null, START + round);
    turn.end(2, null, START + 2 * round);

    assertThat(turn.told(START + 4 * round - 1)).isEqualTo(2);
    assertThat(turn.told(START + 4 * round)).isEqualTo(DirectoryUsage.UNKNOWN);
  }

  @Test
  void oneThatWasStoppedLeavesWhatIsTold() throws Exception {
    Turn turn = ask("/a", START);
    turn.end(1, null, START);
    turn.end(DirectoryUsage.UNKNOWN, null, START + SECOND);

    assertThat(turn.told(START + 2 * SECOND)).isEqualTo(1);
    assertThat(turn.waitNanos(START + SECOND)).isEqualTo(WalkTurns.PAUSE_NANOS);
  }

  @Test
  void aFailureTakesThePlaceOfTheValueAndIsNotSoonTriedAgain() throws Exception {
    Turn turn = ask("/a", START);
    turn.end(1, null, START);
    turn.end(
        DirectoryUsage.UNKNOWN, new ErrnoException(ErrnoException.EACCES, "walk", "/a"), START);

    assertThatThrownBy(() -> turn.told(START)).hasMessage("walk /a: EACCES");
    assertThat(turn.waitNanos(START)).isEqualTo(WalkTurns.PAUSE_AFTER_FAILURE_NANOS);
    turn.end(2, null, START + SECOND);
    assertThat(turn.told(START + SECOND)).isEqualTo(2);
  }

  @Test
  void forgetsWhatNobodyAsksFor() {
    Turn turn = ask("/a", START);
    turns.beginCycle();
    turns.beginCycle();
    assertThat(turns.isWanted(turn)).isTrue();
    ask("/a", START);
    turns.beginCycle();
    turns.beginCycle();
    assertThat(turns.isWanted(turn)).isTrue();
    turns.beginCycle();

    assertThat(turns.isWanted(turn)).isFalse();
    assertThat(turns.next()).isNull();
    assertThat(ask("/a", START)).isNotSameAs(turn);
    assertThat(turns.isWanted(turn)).isFalse();
  }

  @Test
  void keepsItsPace() {
    WalkPace pace = new WalkPace(10_000, START);
    for (int i = 1; i < WalkPace.STRIDE; i++) {
      assertThat(pace.isStrideOver()).isFalse();
    }
    assertThat(pace.isStrideOver()).isTrue();

    long stride = SECOND / 100;
    assertThat(pace.restNanos(START + 1_000)).isEqualTo(stride - 1_000);
    assertThat(pace.restNanos(START + stride)).as("all at once").isEqualTo(stride);
    assertThat(pace.restNanos(START + 10 * stride)).as("late").isZero();
    assertThat(pace.restNanos(START + 10 * stride + 1)).as("not made up for").isEqualTo(stride - 1);
  }

  private Turn ask(String path, long now) {
    return turns.ask(new Place("/", path), now);
  }
}
