// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.MalformedKernelDataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PidStateTest {

  @ParameterizedTest
  @CsvSource({
    "'1 (init) S 0 1 1\n', S",
    "'7 (a) Z (b) R 1 2\n', R",
    "'7 (\n) t 1\n', t",
    "'8 () Z 1\n', Z",
    "'8 (()) I 1\n', I",
    "'8 (a) S) D 1\n', D"
  })
  void findsTheLetterBehindTheName(String text, char state) throws Exception {
    assertThat(RecordChanges.parse(PidState::parse, text)).isEqualTo(state);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "1 init S 0\n",
        "1 (init)\n",
        "1 (init) S",
        "1 (init) S 0",
        "1 (init) SS 0\n",
        "1 (init)  S 0\n",
        "1 (init) 5 0\n",
        ") S \n"
      })
  void givesNothingWhenItIsWrong(String text) {
    assertThatThrownBy(() -> RecordChanges.parse(PidState::parse, text))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:");
  }

  @Test
  void survivesAHundredThousandMutants() {
    assertThat(RecordChanges.refusedMutants(PidState::parse, "1 (init) S 0 1 1 0 -1 4194560\n"))
        .isBetween(20_000, 99_000);
  }
}
