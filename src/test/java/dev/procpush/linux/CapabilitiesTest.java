// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CapabilitiesTest {

  private static final int LAST = 40;

  @Test
  void namesThoseInTheSet() {
    assertThat(new Capabilities(1L << 21 | 1L << 19, LAST).names())
        .isEqualTo("SYS_PTRACE,SYS_ADMIN");
    assertThat(new Capabilities(1L << 12 | 1L << 40, LAST).names())
        .isEqualTo("NET_ADMIN,CHECKPOINT_RESTORE");
  }

  @Test
  void hasWordsForAllAndNone() {
    assertThat(new Capabilities(0, LAST).names()).isEqualTo("none");
    assertThat(new Capabilities(0x1ffffffffffL, LAST).names()).isEqualTo("all");
    assertThat(new Capabilities(-1, LAST).names()).isEqualTo("all");
  }

  @Test
  void namesThoseThatAreMissingWhereTheseAreFewer() {
    assertThat(new Capabilities(0x0ffffffffffL, LAST).names()).isEqualTo("all,-CHECKPOINT_RESTORE");
    assertThat(new Capabilities(0x1fffeffffffL & ~(1L << 16), LAST).names())
        .isEqualTo("all,-SYS_MODULE,-SYS_RESOURCE");
    assertThat(new Capabilities(0b0011, 3).names()).isEqualTo("CHOWN,DAC_OVERRIDE");
    assertThat(new Capabilities(0b0111, 3).names()).isEqualTo("all,-FOWNER");
  }

  @Test
  void allIsWhatTheKernelHas() {
    assertThat(new Capabilities(0xffffffffffL, 39).names()).isEqualTo("all");
    assertThat(new Capabilities(0x1ffffffffffL, 41).names()).isEqualTo("all,-41");
    assertThat(new Capabilities(1L << 41, 41).names()).isEqualTo("41");
    assertThat(new Capabilities(-1, 99).names()).isEqualTo("all");
  }
}
