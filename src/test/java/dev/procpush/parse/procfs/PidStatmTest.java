// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PidStatmTest {
  private static final String TEXT = "1044 421 300 5 0 35 0\n";

  @Test
  void readsWhatIsMappedAndWhatIsInMemory() throws Exception {
    assertThat(RecordChanges.parse(PidStatm::parse, TEXT)).isEqualTo(new PidStatm(1044, 421));
    assertThat(RecordChanges.parse(PidStatm::parse, "0 0 0 0 0 0 0\n"))
        .isEqualTo(new PidStatm(0, 0));
    assertThat(RecordChanges.parse(PidStatm::parse, "1 2 3 4 5 6 7 8\n"))
        .isEqualTo(new PidStatm(1, 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "1\n", "1 2"})
  void givesNothingForAnythingElse(String text) {
    assertThatThrownBy(() -> RecordChanges.parse(PidStatm::parse, text))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 x\n", "1 -2\n", "1 99999999999999999999\n"})
  void losesANumberAlone(String text) throws Exception {
    assertThat(RecordChanges.parse(PidStatm::parse, text))
        .isEqualTo(new PidStatm(1, KernelNumber.NONE));
  }

  @Test
  void survivesAHundredThousandMutants() {
    assertThat(RecordChanges.refusedMutants(PidStatm::parse, TEXT)).isBetween(10_000, 90_000);
  }

  @Test
  void changesTheFieldWhoseDigitChanges() throws Exception {
    assertThat(RecordChanges.afterDigitChange(PidStatm::parse, TEXT, "1044"))
        .containsExactly("size");
    assertThat(RecordChanges.afterDigitChange(PidStatm::parse, TEXT, "421"))
        .containsExactly("resident");
    assertThat(RecordChanges.afterDigitChange(PidStatm::parse, TEXT, "300")).isEmpty();
  }
}
