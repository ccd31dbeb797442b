// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CapabilitiesTest {

  @Test
  void namesThoseInTheSet() {
    assertThat(Capabilities.names(1L << 21 | 1L << 19)).isEqualTo("SYS_PTRACE,SYS_ADMIN");
    assertThat(Capabilities.names(1L << 12 | 1L << 40)).isEqualTo("NET_ADMIN,CHECKPOINT_RESTORE");
  }

  @Test
  void hasWordsForAllAndNone() {
    assertThat(Capabilities.names(0)).isEqualTo("none");
    assertThat(Capabilities.names(0x1ffffffffffL)).isEqualTo("all");
    assertThat(Capabilities.names(-1)).isEqualTo("all");
    assertThat(Capabilities.names(0x0ffffffffffL)).doesNotContain("all").contains("CHOWN");
  }
}
