// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static dev.procpush.parse.KernelNumber.NONE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.ByteMutants;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.SpoiledFields;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PidNumbersTest {
  private static final int ANON = 0;
  private static final int FILE = 1;
  private static final int SWITCHES = 2;
  private static final int BYTES = 3;
  private static final String TEXT =
      """
      Name:\todd: name
      Groups:\t0 1 2\s
      VmRSS:\t   75432 kB
      RssAnon:\t     112 kB
      RssFile:\t    1684 kB
      CapEff:\t0000000000280000
      voluntary_ctxt_switches:\t3
      nonvoluntary_ctxt_switches:\t1
      read_bytes: 1234
      """;

  private final PidNumbers numbers =
      new PidNumbers(List.of("RssAnon", "RssFile", "voluntary_ctxt_switches", "read_bytes"));

  @Test
  void readsTheWantedNumbers() throws Exception {
    parse(TEXT);

    assertThat(numbers.value(ANON)).isEqualTo(112 * 1024);
    assertThat(numbers.value(FILE)).isEqualTo(1684 * 1024);
    assertThat(numbers.value(SWITCHES)).isEqualTo(3);
    assertThat(numbers.value(BYTES)).isEqualTo(1234);
  }

  @Test
  void takesThemInAnyOrderAndLacksWhatIsAbsent() throws Exception {
    parse(TEXT);
    parse("RssFile: 1 kB\nRssAnon:\t2 kB\n");

    assertThat(numbers.value(ANON)).isEqualTo(2048);
    assertThat(numbers.value(FILE)).isEqualTo(1024);
    assertThat(numbers.value(SWITCHES)).isEqualTo(NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RssAnon:\n",
        "RssAnon:\tx kB\n",
        "RssAnon:\t-1 kB\n",
        "RssAnon:\t1 MB\n",
        "RssAnon:\t1 kB 2\n",
        "RssAnon:\t9007199254740992 kB\n",
        "RssAnon:\t18446744073709551615 kB\n"
      })
  void losesALineAlone(String line) throws Exception {
    parse(TEXT);
    parse(line + "RssFile:\t1 kB\n");

    assertThat(numbers.value(ANON)).isEqualTo(NONE);
    assertThat(numbers.value(FILE)).isEqualTo(1024);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "RssAnon:\t1 kB"})
  void givesNothingOfAFileThatIsCut(String text) throws Exception {
    parse(TEXT);

    assertThatThrownBy(() -> parse(text)).isInstanceOf(MalformedKernelDataException.class);
    assertThat(numbers.value(ANON)).isEqualTo(NONE);
  }

  @Test
  void losesEachFieldAlone() throws Exception {
    List<String> keys = List.of("RssAnon", "RssFile", "voluntary_ctxt_switches", "read_bytes");

    SpoiledFields.costThemselvesAlone(
        () -> new PidNumbers(keys),
        TEXT,
        read -> {
          Map<String, Long> values = new TreeMap<>();
          for (int i = 0; i < keys.size(); i++) {
            values.put(keys.get(i), read.value(i));
          }
          return values;
        });
  }

  @Test
  void survivesAHundredThousandMutants() {
    ByteMutants mutants = new ByteMutants(TEXT.getBytes(ISO_8859_1), 12);
    int malformed = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] mutant = mutants.next();
      try {
        numbers.parse(new ByteCursor("file", mutant, mutant.length));
      } catch (MalformedKernelDataException e) {
        malformed++;
      }
    }
    assertThat(malformed).isBetween(1_000, 90_000);
  }

  private void parse(String text) throws MalformedKernelDataException {
    byte[] bytes = text.getBytes(ISO_8859_1);
    numbers.parse(new ByteCursor("file", bytes, bytes.length));
  }
}
