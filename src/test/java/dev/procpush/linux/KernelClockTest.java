// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.linux.KernelClock.ClockReading;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

final class KernelClockTest {
  private final MemorySegment timex = Arena.ofAuto().allocate(Timex.LAYOUT);

  @Test
  void asksTheKernel() throws Exception {
    KernelClock clock = KernelClock.ofKernel();

    ClockReading reading = clock.read();

    assertThat(reading.frequencyAdjustment()).isBetween(0.999, 1.001); // the kernel allows 500 ppm
    assertThat(reading.maxError()).isBetween(0.0, 16.0); // NTP_PHASE_LIMIT
    assertThat(reading.offset()).isBetween(-0.5, 0.5); // MAXPHASE
    assertThat(reading.taiOffset()).isBetween(-100, 100);
    assertThat(clock.read().synchronised()).isEqualTo(reading.synchronised());
  }

  @Test
  void knowsTheUnits() {
    put("offset", -250_000);
    put("freq", 65_536 * 3 / 2);
    put("maxerror", 2_500_000);
    put("esterror", 1_250_000);
    timex.set(JAVA_INT, offset("status"), Timex.STA_NANO);
    timex.set(JAVA_INT, offset("tai"), 37);
    assertThat(Timex.reading(timex))
        .isEqualTo(new ClockReading(true, -0.00025, 1.25, 2.5, 1.0000015, 37));

    timex.set(JAVA_INT, offset("status"), Timex.STA_UNSYNC);
    assertThat(Timex.reading(timex))
        .isEqualTo(new ClockReading(false, -0.25, 1.25, 2.5, 1.0000015, 37));
  }

  @Test
  void isUnknownOfCopies() {
    assertThatThrownBy(KernelClock.unknown()::read)
        .isInstanceOfSatisfying(
            ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(ErrnoException.ENOENT));
  }

  private void put(String member, long value) {
    timex.set(JAVA_LONG, offset(member), value);
  }

  private static long offset(String member) {
    return Timex.LAYOUT.byteOffset(PathElement.groupElement(member));
  }
}
