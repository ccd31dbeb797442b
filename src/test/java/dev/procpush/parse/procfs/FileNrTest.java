// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.SpoiledFields;
import java.util.Map;
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
      })
  void givesNothingWhenItIsWrong(String text) {
    assertThatThrownBy(() -> RecordChanges.parse(FileNr::parse, text))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:");
  }

  /// A limit of 2⁶⁴−1 is none.
  @Test
  void hasNoLimitWhereThereIsNone() throws Exception {
    assertThat(RecordChanges.parse(FileNr::parse, "9344\t0\t18446744073709551615\n"))
        .isEqualTo(new FileNr(9344, KernelNumber.NONE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1\t2\t5\n", "9223372036854775808\t2\t5\n", "-3\t0\t5\n"})
  void hasNoCountWhereItIsBelowZero(String text) throws Exception {
    assertThat(RecordChanges.parse(FileNr::parse, text))
        .isEqualTo(new FileNr(KernelNumber.NONE, 5));
  }

  @Test
  void losesEachFieldAlone() throws Exception {
    int fields =
        SpoiledFields.costThemselvesAlone(
            () -> FileNr::parse,
            "881\t80\t2466183\n",
            handles -> Map.of("used", handles.used(), "limit", handles.limit()));

    assertThat(fields).isEqualTo(3);
  }

  @Test
  void survivesAHundredThousandMutants() {
    assertThat(RecordChanges.refusedMutants(FileNr::parse, "881\t0\t2466183\n"))
        .isBetween(30_000, 99_000);
  }
}
