// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static dev.procpush.parse.KernelNumber.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.SpoiledFields;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NfConntrackStatTest {
  private static final String HEADER =
      "entries  clashres found new invalid ignore delete chainlength insert insert_failed drop"
          + " early_drop icmp_error  expect_new expect_create expect_delete search_restart\n";
  private static final String CPU0 =
      "00000c21  00000001 00000002 00000000 00000003 00000000 00000000 00000004 00000005 00000006"
          + " 00000007 00000008 00000009  0000000a 0000000b 0000000c 0000000d\n";
  private static final String CPU1 =
      "00000c22  00000010 00000020 00000000 00000030 00000000 00000000 00000040 00000050 00000060"
          + " 00000070 00000080 00000090  000000a0 000000b0 000000c0 000000d0\n";

  @Test
  void readsARealNamespace() throws Exception {
    assertThat(parse(KernelFileFixture.text("captured/linux-6.18-sockets/net/stat/nf_conntrack")))
        .isEqualTo(new NfConntrackStat(21, 0L, 14L, 0L, 0L, 0L, 0L, 0L, 0L));
  }

  @Test
  void sumsTheColumnsOverTheCpus() throws Exception {
    assertThat(parse(HEADER + CPU0 + CPU1))
        .isEqualTo(new NfConntrackStat(0xc21, 0x22L, 0x33L, 0L, 0x55L, 0x66L, 0x77L, 0x88L, 0xddL));
  }

  @Test
  void countsCpusThatCountedTheSame() throws Exception {
    String cpu = "00000005 fffffffe\n";

    NfConntrackStat stat = parse("entries found\n" + cpu + cpu + cpu + "00000005 00000001\n" + cpu);

    assertThat(stat.entries()).isEqualTo(5);
    assertThat(stat.found()).isEqualTo(4 * 0xffff_fffeL + 1 & 0xffff_ffffL);
  }

  @Test
  void findsTheColumnsOfOldKernels() throws Exception {
    assertThat(parse(KernelFileFixture.text("composed/linux-3.18-network/net/stat/nf_conntrack")))
        .isEqualTo(
            new NfConntrackStat(
                0x4d2, 0x10101L, 0x30303L, 0x40404L, 0x70707L, 0x80008L, 0x90009L, 0xa000aL, 1L));
    assertThat(parse(KernelFileFixture.text("composed/linux-5.10-network/net/stat/nf_conntrack")))
        .isEqualTo(new NfConntrackStat(0x21, 0x22L, 0x33L, 0L, 0x44L, 0x55L, 0x66L, 0x77L, 0xccL));
  }

  @Test
  void saysWhichColumnsThereAreNot() throws Exception {
    assertThat(parse("found entries drop\n1 2 3\n10 20 30\n"))
        .isEqualTo(new NfConntrackStat(2, 0x11, NONE, NONE, NONE, NONE, 0x33, NONE, NONE));
  }

  @Test
  void passesToZeroWhereOneCpusCounterDoes() throws Exception {
    assertThat(parse("entries found\n0 ffffffff\n0 00000003\n").found()).isEqualTo(2L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "entries\n",
        "found\n1\n",
        "entries entries\n1 2\n",
        "entries found found\n1 2 3\n",
        "entries found\n1 2",
        "entries\tfound\n1\t2\n"
      })
  void givesNothingOfAnUnknownHeaderOrAFileThatIsCut(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:");
  }

  /// A sum lacks what one CPU has counted; each line has the number of entries.
  @ParameterizedTest
  @ValueSource(strings = {"1\n", "1 2 3 4\n", "\n"})
  void losesTheSumsWhereALineCannotBeRead(String line) throws Exception {
    assertThat(parse("entries found drop\n" + line + "7 2 3\n"))
        .isEqualTo(new NfConntrackStat(7, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE));
  }

  @Test
  void losesTheSumOfANumberAlone() throws Exception {
    assertThat(parse("entries found drop\nx 2 3\n7 y 3\n"))
        .isEqualTo(new NfConntrackStat(7, NONE, NONE, NONE, NONE, NONE, 6, NONE, NONE));
  }

  @Test
  void losesEachFieldAlone() throws Exception {
    SpoiledFields.hexadecimalCostThemselvesAlone(
        () -> NfConntrackStat::parse,
        HEADER,
        CPU0,
        stat ->
            Map.of(
                "entries", stat.entries(),
                "found", stat.found(),
                "invalid", stat.invalid(),
                "ignore", stat.ignore(),
                "insert", stat.insert(),
                "insert_failed", stat.insertFailed(),
                "drop", stat.drop(),
                "early_drop", stat.earlyDrop(),
                "search_restart", stat.searchRestart()));
  }

  @Test
  void boundsTheNumberOfColumns() throws Exception {
    String text = "entries" + " x".repeat(63) + "\n1" + " 2".repeat(63) + "\n";
    assertThat(parse(text).entries()).isEqualTo(1);

    assertThatThrownBy(() -> parse("x " + text))
        .hasMessageStartingWith("file:1: header: too many columns");
  }

  @Test
  void changesExactlyTheFieldWhoseDigitChanges() throws Exception {
    String text = HEADER + CPU0;
    String[] values = CPU0.strip().split(" +");
    String[] fields = {
      "entries",
      "",
      "found",
      "",
      "invalid",
      "ignore",
      "",
      "",
      "insert",
      "insertFailed",
      "drop",
      "earlyDrop",
      "",
      "",
      "",
      "",
      "searchRestart"
    };
    for (int i = 0; i < fields.length; i++) {
      String before = values[i];
      values[i] = "00000f00";
      String line = String.join(" ", values) + "\n";
      values[i] = before;
      NfConntrackStat changed = parse(HEADER + line);
      assertThat(changed.equals(parse(text))).as(line).isEqualTo(fields[i].isEmpty());
      if (!fields[i].isEmpty()) {
        assertThat(changed.toString()).contains(fields[i] + "=3840");
      }
    }
  }

  @Test
  void survivesAHundredThousandMutants() {
    assertThat(RecordChanges.refusedMutants(NfConntrackStat::parse, HEADER + CPU0 + CPU1))
        .isBetween(1_000, 99_000);
  }

  private static NfConntrackStat parse(String text) throws MalformedKernelDataException {
    return (NfConntrackStat) RecordChanges.parse(NfConntrackStat::parse, text);
  }
}
