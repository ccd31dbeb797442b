// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.Refused;
import org.junit.jupiter.api.Test;

class Ext4OptionsTest {
  private static final String FILE = "rw\nbsddf\nresuid=0\nerrors=remount-ro\ncommit=5\n";

  @Test
  void findsTheOneAmongAll() throws Exception {
    assertThat(Refused.parse(Ext4Options::parse, FILE)).isEqualTo(new Ext4Options(true));
    for (String other : new String[] {"continue", "panic", "remount-ro2"}) {
      assertThat(Refused.parse(Ext4Options::parse, FILE.replace("remount-ro", other)))
          .isEqualTo(new Ext4Options(false));
    }
    assertThat(Refused.parse(Ext4Options::parse, "")).isEqualTo(new Ext4Options(false));
  }

  @Test
  void refusesWhatIsCut() {
    assertThatThrownBy(() -> Refused.parse(Ext4Options::parse, "rw\nerrors=remount-ro"))
        .isInstanceOf(MalformedKernelDataException.class);
  }

  @Test
  void survivesAHundredThousandMutants() {
    assertThat(Refused.mutants(Ext4Options::parse, FILE)).isBetween(1_000, 99_000);
  }
}
