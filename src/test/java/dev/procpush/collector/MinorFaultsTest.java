// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.parse.KernelNumber;
import org.junit.jupiter.api.Test;

class MinorFaultsTest {
  private final MinorFaults minor = new MinorFaults();

  @Test
  void standStillWhileAFaultWaitsForIo() {
    assertThat(minor.of(100, 10)).isEqualTo(90);
    assertThat(minor.of(100, 12)).isEqualTo(90);
    assertThat(minor.of(102, 12)).isEqualTo(90);
    assertThat(minor.of(103, 12)).isEqualTo(91);
  }

  @Test
  void beginAnewWithTheirCounters() {
    minor.of(1_000_000, 10);

    assertThat(minor.of(5, 1)).isEqualTo(4);
  }

  @Test
  void areNoneWhereEitherIsNone() {
    assertThat(minor.of(100, KernelNumber.NONE)).isEqualTo(KernelNumber.NONE);
    assertThat(minor.of(KernelNumber.NONE, 1)).isEqualTo(KernelNumber.NONE);
    assertThat(minor.of(1, 2)).isEqualTo(KernelNumber.NONE);
  }
}
