// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static dev.procpush.parse.KernelNumber.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.SpoiledFields;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchedstatTest {
  private static final String TEXT =
      """
      version 15
      timestamp 4297299139
      cpu0 0 0 0 0 0 0 1327398574 85719823 31241
      domain0 03 4 5 6 7 8 9
      cpu3 1 2 3 4 5 6 7 8 9
      domain0 03 4 5 6 7 8 9
      """;

  private final Schedstat schedstat = new Schedstat();

  @Test
  void readsTheLastThreeColumns() throws Exception {
    parse(TEXT);

    assertThat(schedstat.cpus()).isEqualTo(2);
    assertThat(schedstat.cpu(0)).isZero();
    assertThat(schedstat.running(0)).isEqualTo(1_327_398_574);
    assertThat(schedstat.waiting(0)).isEqualTo(85_719_823);
    assertThat(schedstat.timeslices(0)).isEqualTo(31_241);
    assertThat(schedstat.cpu(1)).isEqualTo(3);
    assertThat(schedstat.running(1)).isEqualTo(7);
    assertThat(schedstat.waiting(1)).isEqualTo(8);
    assertThat(schedstat.timeslices(1)).isEqualTo(9);
  }

  @Test
  void passesOverWhatNewerKernelsAdd() throws Exception {
    parse("version 99\nnew\ncpu0 1 2 3 4 5 6 7 8 9 ten\ndomain0 MC 00000003 1 2\n");
    assertThat(schedstat.timeslices(0)).isEqualTo(9);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "timestamp 5\n",
        "version 14\ncpu0 1 2 3 4 5 6 7 8 9 10 11 12\n",
        "version 15\ncpu0 1 2 3 4 5 6 7 8 9",
      })
  void givesNothingOfAnotherVersionOrAFileThatIsCut(String text) throws Exception {
    parse(TEXT);
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:");
    assertThat(schedstat.cpus()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu2 1 2 3 4 5 6 7 8\n", "cpu1 1 2 3 4 5 6 7 8 9\n", "cpux 1\n"})
  void losesALineAlone(String line) throws Exception {
    parse("version 15\ncpu1 1 2 3 4 5 6 7 8 9\n" + line + "cpu3 1 2 3 4 5 6 x 5 6\n");

    assertThat(schedstat.cpus()).isEqualTo(2);
    assertThat(schedstat.timeslices(0)).isEqualTo(9);
    assertThat(schedstat.running(1)).isEqualTo(NONE);
    assertThat(schedstat.waiting(1)).isEqualTo(5);
  }

  @Test
  void losesEachFieldAlone() throws Exception {
    int fields =
        SpoiledFields.costThemselvesAlone(
            Schedstat::new,
            "version 15\n",
            TEXT.substring(TEXT.indexOf('\n') + 1),
            read -> {
              Map<String, Long> values = new TreeMap<>();
              for (int line = 0; line < read.cpus(); line++) {
                values.put(read.cpu(line) + " running", read.running(line));
                values.put(read.cpu(line) + " waiting", read.waiting(line));
                values.put(read.cpu(line) + " timeslices", read.timeslices(line));
              }
              return values;
            });

    assertThat(fields).isGreaterThan(20);
  }

  @Test
  void survivesAHundredThousandMutants() {
    assertThat(RecordChanges.refusedMutants(schedstat, TEXT)).isBetween(20_000, 99_000);
  }

  private void parse(String text) throws MalformedKernelDataException {
    RecordChanges.parse(schedstat, text);
  }
}
