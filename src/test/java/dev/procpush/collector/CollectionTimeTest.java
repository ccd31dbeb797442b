// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.CollectionTime.Share;
import dev.procpush.linux.Patience;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CollectionTimeTest {
  private long now;

  @Test
  void leavesMoreThanAThirdToWhatAnswers() {
    assertThat(Stream.of(Share.values()).filter(Share::isWaiting).mapToInt(Share::percent).sum())
        .isLessThan(66);
  }

  @ParameterizedTest
  @EnumSource(Share.class)
  void isShorterWhereTheIntervalIs(Share share) {
    for (long millis : new long[] {30, 300, 3_000}) {
      assertThat(share.of(Duration.ofMillis(millis)))
          .isEqualTo(Duration.ofNanos(millis * 10_000 * share.percent()));
    }
  }

  @Test
  void doesNotGrowWithoutEnd() {
    Duration minute = Duration.ofMinutes(1);

    assertThat(Share.FILE_SYSTEMS.of(minute)).isLessThan(Duration.ofSeconds(1));
    assertThat(Share.CONTAINERS.of(minute)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void isSpentUntilTheNextCollection() {
    CollectionTime time = new CollectionTime(Duration.ofMillis(300), () -> now);
    Patience patience = time.patience(Share.SENSORS);
    now = 7;
    assertThat(patience.leftNanos()).isEqualTo(45_000_000);
    assertThat(patience.deadline()).isEqualTo(45_000_007);

    patience.spend(40_000_000);
    assertThat(time.patience(Share.SENSORS).leftNanos()).isEqualTo(5_000_000);
    assertThat(time.patience(Share.FILE_SYSTEMS).leftNanos()).isEqualTo(45_000_000);
    patience.spend(40_000_000);
    assertThat(patience.leftNanos()).isZero();
    assertThat(patience.deadline()).isEqualTo(now);

    time.begin(Duration.ofMillis(600));
    assertThat(patience.leftNanos()).isEqualTo(90_000_000);
    assertThat(time.nanos(Share.SENSORS)).isEqualTo(90_000_000);
    assertThat(time.holdNanos()).isEqualTo(2_000_000);
  }
}
