// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Which processes of a container are told of when there are more than may be.
class TopProcessesTest {
  private static final String WEB = "web";

  private final FakeProcessHost host = new FakeProcessHost();

  @Test
  void areThoseThatUseTheMostCpuTime() {
    host.top = 2;
    host.start(1, "a", WEB, 999_000, 500);
    host.start(2, "b", WEB, 999_000, 700);
    host.start(3, "c", WEB, 999_000, 600);
    host.start(4, "d", "db", 999_000, 1);

    assertThat(host.told()).containsExactly(2, 3, 4);
  }

  @Test
  void areOfThoseThatUseTheSameTheOldest() {
    host.top = 2;
    host.start(1, "a", WEB, 999_003, 5);
    host.start(2, "b", WEB, 999_001, 5);
    host.start(3, "c", WEB, 999_002, 5);

    assertThat(host.told()).containsExactly(2, 3);
  }

  @Test
  void areNotThoseThatWereBusyLongAgo() {
    host.top = 1;
    host.start(1, "old", WEB, 1, 1_000_000 / 50);
    host.start(2, "young", WEB, 995_000, 1_500);

    assertThat(host.told()).as("20,000 of a million ticks, 1,500 of 5,000").containsExactly(2);
  }

  @Test
  void keepTheirPlaceUntilAnotherUsesMuchMore() {
    host.top = 1;
    host.start(1, "a", WEB, 999_990, 100);
    host.start(2, "b", WEB, 999_990, 90);
    assertThat(host.told()).containsExactly(1);

    host.now(2, "b", 999_990, 90 + 100);
    assertThat(host.told())
        .as("100 against 190, but the other two hundred of both")
        .containsExactly(1);

    host.now(2, "b", 999_990, 90 + 700);
    assertThat(host.told()).containsExactly(2);
    host.now(1, "a", 999_990, 100 + 700);
    assertThat(host.told()).as("about the same: no turns").containsExactly(2);
  }

  @Test
  void loseTheirPlaceWhenTheyHaveBeenIdleForLong() {
    host.top = 1;
    host.start(1, "a", WEB, 999_990, 5_000);
    host.start(2, "b", WEB, 999_990, 0);
    assertThat(host.told()).containsExactly(1);
    for (int i = 1; i <= 120; i++) {
      host.pass(10);
      host.now(2, "b", 999_990, 20L * i);
      host.told();
    }

    assertThat(host.told())
        .as("2 % of a CPU for 20 minutes, after 50 s long ago")
        .containsExactly(2);
  }

  @Test
  void doNotChangeForIdleOnes() {
    host.top = 1;
    host.start(1, "a", WEB, 999_990, 0);
    host.start(2, "b", WEB, 999_990, 0);
    assertThat(host.told()).containsExactly(1);
    for (int i = 1; i <= 9; i++) {
      host.now(2, "b", 999_990, i);
      assertThat(host.told()).containsExactly(1);
    }
  }

  @Test
  void leaveTheOthersToBeCountedAndSaidOnce() {
    host.top = 1;
    host.start(1, "a", WEB, 500, 500);
    host.start(2, "b", WEB, 500, 700);
    host.start(3, "c", WEB, 500, 600);

    List<String> said =
        LoggedLines.logged(
            () -> {
              host.told();
              host.told();
              host.told();
            });

    assertThat(said)
        .containsExactly(
            "More processes than processes.top = 1: of each container only those that use the most"
                + " CPU time have metrics of their own, 2 in all are left out");
    assertThat(host.collect())
        .contains(
            "procpush.collector.skipped{{namespace},counter} {procpush.collector=process_stat,"
                + " procpush.drop.reason=top} 8");
  }

  @Test
  void areComparedByWhatTheyUsedLately() {
    assertThat(CpuUse.weight(0)).isEqualTo(1);
    assertThat(CpuUse.weight(300)).isCloseTo(0.5, within(1e-9));
    assertThat(CpuUse.weight(600)).isCloseTo(0.25, within(1e-9));
    assertThat(CpuUse.weight(-1)).isEqualTo(1);
  }
}
