// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.sysfs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.ByteMutants;
import dev.procpush.parse.MalformedKernelDataException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpuListTest {

  @Test
  void readsNumbersAndRanges() throws Exception {
    assertThat(parse("0-3,8,10-11\n")).containsExactly(0, 1, 2, 3, 8, 10, 11);
    assertThat(parse("0\n")).containsExactly(0);
    assertThat(parse("\n")).isEmpty();
    assertThat(parse("0-65535\n")).hasSize(65_536);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "0,\n",
        ",0\n",
        "-1\n",
        "1-\n",
        "3-1\n",
        "1,1\n",
        "2,1\n",
        "0-65536\n",
        "0 1\n",
        "x\n",
        "0\n1\n",
        "99999999999\n",
        "0-1-2\n"
      })
  void givesNothingWhenItIsWrong(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("list of CPUs:");
  }

  @Test
  void survivesAHundredThousandMutants() {
    ByteMutants mutants = new ByteMutants("0-3,8,10-11\n".getBytes(ISO_8859_1), 25);
    int refused = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] mutant = mutants.next();
      try {
        assertThat(CpuList.parse(new ByteCursor("file", mutant, mutant.length))).isNotNull();
      } catch (MalformedKernelDataException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(30_000, 99_000);
  }

  private static List<Integer> parse(String text) throws MalformedKernelDataException {
    byte[] bytes = text.getBytes(ISO_8859_1);
    return CpuList.parse(new ByteCursor("file", bytes, bytes.length)).numbers();
  }
}
