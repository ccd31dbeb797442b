// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static dev.procpush.parse.KernelNumber.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.SpoiledFields;
import dev.procpush.parse.procfs.SoftnetStat.Cpu;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
            new Cpu(0, 0, 0x1c9, 0, 0, 0, 0, 0, 0), new Cpu(1, 1, 0xa902, 0, 3, 0, 0, 0, 0));
  }

  @Test
  void readsTenColumns() throws Exception {
    assertThat(parse(KernelFileFixture.text("composed/linux-3.10-network/net/softnet_stat")))
        .containsExactly(
            new Cpu(0, NONE, 0x6dcad223, 0, 1, 7, 5, NONE, NONE),
            new Cpu(1, NONE, 0x6f0e1565, 0xff, 2, 0, 0xffff_ffffL, NONE, NONE));
  }

  @Test
  void readsElevenColumns() throws Exception {
    assertThat(parse(KernelFileFixture.text("composed/linux-3.18-network/net/softnet_stat")))
        .containsExactly(
            new Cpu(0, NONE, 0x356e5c, 0, 1, 2, 3, 4, NONE),
            new Cpu(1, NONE, 0xbeef, 0x10, 0x20, 0x30, 0x40, 0x50, NONE));
  }

  @Test
  void readsThirteenColumnsAndTheNumbersOfTheCpus() throws Exception {
    assertThat(parse(KernelFileFixture.text("composed/linux-5.10-network/net/softnet_stat")))
        .containsExactly(
            new Cpu(0, 0, 0x1000, 1, 2, 0, 3, 4, 5), new Cpu(1, 2, 0x2000, 6, 7, 0, 8, 9, 10));
  }

  @Test
  void passesOverMoreColumns() throws Exception {
    assertThat(parse(LINE.replace("\n", " ffffffff 1 2\n")))
        .containsExactly(new Cpu(0, 1, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1 2 3 4 5 6 7 8 9 a"})
  void givesNothingOfAFileThatIsEmptyOrCut(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "1 2 3 4 5 6 7 8 9\n", "1 2 3 4 5 6 7 8 9 a b c d\n"})
  void losesALineAloneAndCountsIt(String line) throws Exception {
    String good = "1 2 3 4 5 6 7 8 9 a\n";
    SoftnetStat stat = (SoftnetStat) RecordChanges.parse(SoftnetStat::parse, good + line + good);

    assertThat(stat.lines()).isEqualTo(3);
    assertThat(stat.cpus())
        .containsExactly(
            new Cpu(0, NONE, 1, 2, 3, 9, 10, NONE, NONE),
            new Cpu(2, NONE, 1, 2, 3, 9, 10, NONE, NONE));
  }

  @Test
  void losesEachFieldAlone() throws Exception {
    SpoiledFields.hexadecimalCostThemselvesAlone(
        () -> SoftnetStat::parse,
        "",
        LINE + LINE,
        stat -> {
          Map<String, Long> values = new TreeMap<>();
          for (Cpu cpu : stat.cpus()) {
            values.put(cpu.line() + " cpu", cpu.number());
            values.put(cpu.line() + " processed", cpu.processed());
            values.put(cpu.line() + " dropped", cpu.dropped());
            values.put(cpu.line() + " squeezed", cpu.timeSqueezed());
            values.put(cpu.line() + " collisions", cpu.cpuCollisions());
            values.put(cpu.line() + " rps", cpu.receivedRps());
            values.put(cpu.line() + " limited", cpu.flowLimited());
            values.put(cpu.line() + " backlog", cpu.backlog());
          }
          return values;
        });
  }

  @Test
  void survivesAHundredThousandMutants() {
    assertThat(RecordChanges.refusedMutants(SoftnetStat::parse, LINE + LINE))
        .isBetween(1_000, 99_000);
  }

  private static List<Cpu> parse(String text) throws MalformedKernelDataException {
    return ((SoftnetStat) RecordChanges.parse(SoftnetStat::parse, text)).cpus();
  }
}
