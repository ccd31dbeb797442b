// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CapabilitiesTest {

  private static final int LAST = 40;

  @Test
  void namesThoseInTheSet() {
    assertThat(Capabilities.names(1L << 21 | 1L << 19, LAST)).isEqualTo("SYS_PTRACE,SYS_ADMIN");
    assertThat(Capabilities.names(1L << 12 | 1L << 40, LAST))
        .isEqualTo("NET_ADMIN,CHECKPOINT_RESTORE");
  }

  @Test
  void hasWordsForAllAndNone() {
    assertThat(Capabilities.names(0, LAST)).isEqualTo("none");
    assertThat(Capabilities.names(0x1ffffffffffL, LAST)).isEqualTo("all");
    assertThat(Capabilities.names(-1, LAST)).isEqualTo("all");
  }

  @Test
  void namesThoseThatAreMissingWhereTheseAreFewer() {
    assertThat(Capabilities.names(0x0ffffffffffL, LAST)).isEqualTo("all,-CHECKPOINT_RESTORE");
    assertThat(Capabilities.names(0x1fffeffffffL & ~(1L << 16), LAST))
        .isEqualTo("all,-SYS_MODULE,-SYS_RESOURCE");
    assertThat(Capabilities.names(0b0011, 3)).isEqualTo("CHOWN,DAC_OVERRIDE");
    assertThat(Capabilities.names(0b0111, 3)).isEqualTo("all,-FOWNER");
  }

  @Test
  void allIsWhatTheKernelHas() {
    assertThat(Capabilities.names(0xffffffffffL, 39)).isEqualTo("all");
    assertThat(Capabilities.names(0x1ffffffffffL, 41)).isEqualTo("all,-41");
    assertThat(Capabilities.names(1L << 41, 41)).isEqualTo("41");
    assertThat(Capabilities.names(-1, 99)).isEqualTo("all");
  }
}
