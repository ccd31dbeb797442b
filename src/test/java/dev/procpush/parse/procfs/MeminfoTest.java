// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.SpoiledFields;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeminfoTest {
  private final Meminfo meminfo = new Meminfo();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "captured/linux-6.18-host",
        "composed/linux-3.10-host",
        "composed/linux-6.6-numa-host"
      })
  void readsEveryLine(String host) throws Exception {
    String text = KernelFileFixture.text(host + "/proc/meminfo");

    Map<String, String> expected =
        text.lines()
            .filter(line -> !line.contains(" 184467440737095"))
            .collect(
                Collectors.toMap(
                    line -> line.substring(0, line.indexOf(':')),
                    line -> line.substring(line.indexOf(':') + 1).strip()));
    assertThat(parse(text)).isEqualTo(expected);
    assertThat(parse(text)).as("by lines it knows").isEqualTo(expected);
  }

  @Test
  void forgetsWhatTheNextFileLacks() throws Exception {
    parse("MemFree: 1 kB\nActive(anon): 2 kB\nHugePages_Free: 3\n");

    assertThat(parse("HugePages_Free: 4\nMemFree: 5 kB\nNew9: 6 kB\n"))
        .isEqualTo(Map.of("HugePages_Free", "4", "MemFree", "5 kB", "New9", "6 kB"));
  }

  @Test
  void takesTheSameNameWithAnotherUnitForAnotherField() throws Exception {
    parse("MemFree: 1 kB\n");

    assertThat(parse("MemFree: 2\n")).isEqualTo(Map.of("MemFree", "2"));
  }

  @Test
  void passesOverWhatIsNoName() throws Exception {
    assertThat(parse("a b: 1 kB\nMem\u001bFree: 2 kB\n" + "x".repeat(81) + ": 3\nMemFree: 4 kB\n"))
        .isEqualTo(Map.of("MemFree", "4 kB"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "MemFree: 1 kB", "MemTotal: 1 kB\nMemFree: 1 k"})
  void givesNothingOfAFileThatIsCut(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n",
        " \n",
        "MemFree\n",
        "MemFree:\n",
        "MemFree: kB\n",
        "MemFree: x kB\n",
        "MemFree: -1 kB\n",
        "MemFree: 1 MB\n",
        "MemFree: 18446744073709551616 kB\n",
        "MemFree: 18446744073709551615 kB\n"
      })
  void losesALineAlone(String line) throws Exception {
    for (int round = 0; round < 2; round++) {
      assertThat(parse("MemTotal: 1 kB\n" + line + "Cached: 2 kB\n" + line))
          .isEqualTo(Map.of("MemTotal", "1 kB", "Cached", "2 kB"));
    }
  }

  @Test
  void losesEachFieldAlone() throws Exception {
    String text = KernelFileFixture.text("captured/linux-6.18-host/proc/meminfo");

    assertThat(SpoiledFields.costThemselvesAlone(Meminfo::new, text, MeminfoTest::values))
        .isEqualTo(text.lines().count());
  }

  @Test
  void survivesAHundredThousandMutants() {
    String text = KernelFileFixture.text("composed/linux-3.10-host/proc/meminfo");
    assertThat(RecordChanges.refusedMutants(meminfo, text)).isBetween(10_000, 99_000);
  }

  private Map<String, String> parse(String text) throws MalformedKernelDataException {
    return values(meminfo.parse(new ByteCursor("file", text.getBytes(ISO_8859_1), text.length())));
  }

  static Map<String, String> values(NamedNumbers numbers) {
    Map<String, String> values = new TreeMap<>();
    for (int column = 0; column < numbers.size(); column++) {
      if (KernelNumber.isKnown(numbers.value(column))) {
        NamedNumbers.Field field = numbers.field(column);
        String value = Long.toUnsignedString(numbers.value(column)) + " " + field.unit();
        values.put(field.name(), value.strip());
      }
    }
    return values;
  }
}
