// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CpuModesTest {
  private static final long SECOND = 1_000_000_000;
  private static final long TICK = 10_000_000;

  private final CpuModes modes = new CpuModes();

  @Test
  void bothModesTogetherAreWhatWasMeasured() {
    told(3 * SECOND, 60, 30);

    assertThat(modes.user()).isEqualTo(2 * SECOND);
    assertThat(modes.system()).isEqualTo(SECOND);
  }

  /// As the kernel does while no tick has seen the other mode.
  @Test
  void allIsUsersUntilATickHasSeenTheKernel() {
    told(7, 0, 0);
    assertThat(modes.user()).isEqualTo(7);
    told(9, 1, 0);
    assertThat(modes.user()).isEqualTo(9);
    told(12, 0, 1);
    assertThat(modes.user()).isEqualTo(9);
    assertThat(modes.system()).isEqualTo(3);
  }

  /// Ticks that saw half of the truth, or half as much again, are a proportion as good as any.
  @Test
  void burstsThatTicksMissedOrSawTooOftenChangeNothingOfTheSum() {
    for (double seen : new double[] {0.48, 1, 1.52}) {
      CpuModes one = new CpuModes();
      long ticks = Math.round(seen * 591);
      one.measure(591 * TICK / 10);
      one.split(ticks * 2 / 3, ticks / 3);

      assertThat(one.user() + one.system()).isEqualTo(591 * TICK / 10);
      assertThat(one.user()).isCloseTo(394 * TICK / 10, within(TICK / 2));
    }
  }

  @Test
  void aModeStandsStillRatherThanFalls() {
    told(10 * SECOND, 500, 500);
    assertThat(modes.system()).isEqualTo(5 * SECOND);

    told(11 * SECOND, 900, 100);
    assertThat(modes.system()).isEqualTo(5 * SECOND);
    assertThat(modes.user()).isEqualTo(6 * SECOND);
    told(60 * SECOND, 900, 100);
    assertThat(modes.system()).as("until the proportion is met").isEqualTo(6 * SECOND);

    told(61 * SECOND, 1, 999);
    assertThat(modes.user()).isEqualTo(54 * SECOND);
    assertThat(modes.system()).isEqualTo(7 * SECOND);
  }

  /// A tick counter that has passed to 0, or was set to it, is a proportion that jumps.
  @Test
  void ticksThatWrapTakeNothingBack() {
    told(20 * SECOND, 0xffff_fff0L, 0x1000_0000L);
    long user = modes.user();
    told(21 * SECOND, 3, 0x1000_0010L);
    assertThat(modes.user()).isEqualTo(user);
    assertThat(modes.system()).isEqualTo(21 * SECOND - user);

    told(22 * SECOND, 100, 0);
    assertThat(modes.user()).isEqualTo(user + SECOND);
  }

  @Test
  void splitsAsMuchAsANumberCanHold() {
    long centuries = Long.MAX_VALUE - 5;
    told(centuries, Long.MAX_VALUE, Long.MAX_VALUE);

    assertThat(modes.system()).isCloseTo(centuries / 2, within(1000L));
  }

  @Test
  void needsNoTicksWhileTheTimeHasNotRisen() {
    assertThat(modes.measure(0)).as("nothing was used yet").isFalse();
    assertThat(modes.user() + modes.system()).isZero();
    told(SECOND, 3, 1);

    assertThat(modes.measure(SECOND)).isFalse();
    assertThat(modes.measure(SECOND - 1000)).as("less by rounding").isFalse();
    assertThat(modes.user()).isEqualTo(SECOND * 3 / 4);
    assertThat(modes.system()).isEqualTo(SECOND / 4);
  }

  @Test
  void beginsAnewWithATimeThatWasSetToZero() {
    told(100 * SECOND, 50, 50);
    told(SECOND / 2, 1, 3);

    assertThat(modes.user()).isEqualTo(SECOND / 8);
    assertThat(modes.system()).isEqualTo(SECOND * 3 / 8);
  }

  /// As version 2 does. A year of time has more digits than a fraction keeps.
  @Test
  void leavesWhatTheKernelHasSplitAsItIs() {
    long year = 365L * 86_400 * SECOND + 1000;
    told(30_000_000, 20_000_000, 10_000_000);
    assertThat(modes.user()).isEqualTo(20_000_000);
    assertThat(modes.system()).isEqualTo(10_000_000);

    told(year, year / 3 * 2 + 7000, year - (year / 3 * 2 + 7000));
    assertThat(modes.user()).isEqualTo(year / 3 * 2 + 7000);
  }

  /// Against the kernel's rule, written out in whole numbers.
  @Test
  void splitsAsTheKernelDoes() {
    Random random = new Random(11);
    for (int run = 0; run < 200; run++) {
      CpuModes one = new CpuModes();
      BigInteger keptUser = BigInteger.ZERO;
      BigInteger keptSystem = BigInteger.ZERO;
      long time = 0;
      long user = 0;
      long system = 0;
      for (int step = 0; step < 100; step++) {
        boolean kernelPhase = random.nextInt(4) == 0;
        time += random.nextLong(TICK * 4);
        user += random.nextInt(kernelPhase ? 2 : 9);
        system += random.nextInt(kernelPhase ? 9 : 2);
        BigInteger all = BigInteger.valueOf(time);
        if (all.compareTo(keptUser.add(keptSystem)) > 0) {
          BigInteger share =
              system == 0
                  ? BigInteger.ZERO
                  : user == 0
                      ? all
                      : all.multiply(BigInteger.valueOf(system))
                          .divide(BigInteger.valueOf(user + system));
          keptSystem = share.max(keptSystem);
          BigInteger rest = all.subtract(keptSystem);
          keptUser = rest.max(keptUser);
          keptSystem = all.subtract(keptUser);
        }
        long userBefore = one.user();
        long systemBefore = one.system();
        if (one.measure(time)) {
          one.split(user, system);
        }

        assertThat(one.user() + one.system()).isEqualTo(time);
        assertThat(one.user()).isGreaterThanOrEqualTo(userBefore);
        assertThat(one.system())
            .isGreaterThanOrEqualTo(systemBefore)
            .isCloseTo(keptSystem.longValueExact(), within(1L));
      }
    }
  }

  private void told(long time, long user, long system) {
    assertThat(modes.measure(time)).isTrue();
    modes.split(user, system);
    assertThat(modes.user() + modes.system()).isEqualTo(time);
  }
}
