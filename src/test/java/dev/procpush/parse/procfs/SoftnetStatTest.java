// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.procfs.SoftnetStat.Cpu;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoftnetStatTest {
  private static final String LINE =
      "00000011 00000012 00000013 00000000 00000000 00000000 00000000 00000000 00000014 00000015"
          + " 00000016 00000017 00000001 00000000 00000000\n";

  @Test
  void readsARealKernel() throws Exception {
    assertThat(parse(KernelFileFixture.text("captured/linux-6.18-sockets/net/softnet_stat")))
        .containsExactly(
            new Cpu(0, 0x1c9, 0, 0, 0, 0, 0L, 0L), new Cpu(1, 0xa902, 0, 3, 0, 0, 0L, 0L));
  }

  @Test
  void readsTenColumns() throws Exception {
    assertThat(parse(KernelFileFixture.text("composed/linux-3.10-network/net/softnet_stat")))
        .containsExactly(
            new Cpu(0, 0x6dcad223, 0, 1, 7, 5, null, null),
            new Cpu(1, 0x6f0e1565, 0xff, 2, 0, 0xffff_ffffL, null, null));
  }

  @Test
  void readsElevenColumns() throws Exception {
    assertThat(parse(KernelFileFixture.text("composed/linux-3.18-network/net/softnet_stat")))
        .containsExactly(
            new Cpu(0, 0x356e5c, 0, 1, 2, 3, 4L, null),
            new Cpu(1, 0xbeef, 0x10, 0x20, 0x30, 0x40, 0x50L, null));
  }

  @Test
  void readsThirteenColumnsAndTheNumbersOfTheCpus() throws Exception {
    assertThat(parse(KernelFileFixture.text("composed/linux-5.10-network/net/softnet_stat")))
        .containsExactly(
            new Cpu(0, 0x1000, 1, 2, 0, 3, 4L, 5L), new Cpu(2, 0x2000, 6, 7, 0, 8, 9L, 10L));
  }

  @Test
  void passesOverMoreColumns() throws Exception {
    assertThat(parse(LINE.replace("\n", " ffffffff 1 2\n")))
        .containsExactly(new Cpu(1, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16L, 0x17L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "1 2 3 4 5 6 7 8 9\n",
        "1 2 3 4 5 6 7 8 9 a\n1 2 3 4 5 6 7 8 9 a b\n",
        "1 2 3 4 5 6 7 8 9 a b c d\n1 2 3 4 5 6 7 8 9 a\n",
        "1 2 3 4 5 6 7 8 9 a\n\n",
        "1 2 3 4 5 6 7 8 9 x\n",
        "1 2 3 4 5 6 7 8 9 -1\n",
        "1 2 3 4 5 6 7 8 9 a"
      })
  void givesNothingWhenALineIsWrong(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:");
  }

  @Test
  void survivesAHundredThousandMutants() {
    assertThat(RecordChanges.refusedMutants(SoftnetStat::parse, LINE + LINE))
        .isBetween(30_000, 99_000);
  }

  private static List<Cpu> parse(String text) throws MalformedKernelDataException {
    return ((SoftnetStat) RecordChanges.parse(SoftnetStat::parse, text)).cpus();
  }
}
