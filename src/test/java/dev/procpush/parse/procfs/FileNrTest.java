// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.MalformedKernelDataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNrTest {

  @Test
  void takesTheFreeOnesAway() throws Exception {
    assertThat(RecordChanges.parse(FileNr::parse, "881\t80\t9223372036854775807\n"))
        .isEqualTo(new FileNr(801, Long.MAX_VALUE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "881\t0\t\n",
        "881\t0\n",
        "881\t0\t5",
        "881 0 5\n",
        "1\t2\t5\n",
        "9223372036854775808\t2\t5\n",
        "1\t0\t-5\n"
      })
  void givesNothingWhenItIsWrong(String text) {
    assertThatThrownBy(() -> RecordChanges.parse(FileNr::parse, text))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("fs/file-nr:");
  }

  @Test
  void survivesAHundredThousandMutants() {
    assertThat(RecordChanges.refusedMutants(FileNr::parse, "881\t0\t2466183\n"))
        .isBetween(30_000, 99_000);
  }
}
