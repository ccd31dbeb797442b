// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ClockTicksTest {

  @Test
  void asksTheKernel() throws Exception {
    Process getconf = new ProcessBuilder("getconf", "CLK_TCK").start();
    assertThat(getconf.inputReader().readLine()).isEqualTo("" + ClockTicks.perSecond());
  }
}
