// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.SpoiledFields;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VmstatTest {
  private final Vmstat everything = new Vmstat(_ -> true);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "captured/linux-6.18-host",
        "composed/linux-3.10-host",
        "composed/linux-6.6-numa-host"
      })
  void readsEveryLine(String host) throws Exception {
    String text = KernelFileFixture.text(host + "/proc/vmstat");

    Map<String, String> expected =
        text.lines()
            .map(line -> line.split(" "))
            .collect(Collectors.toMap(field -> field[0], field -> field[1]));
    assertThat(parse(everything, text)).isEqualTo(expected);
    assertThat(parse(everything, text)).as("by lines it knows").isEqualTo(expected);
  }

  @Test
  void readsWantedFieldsAlone() throws Exception {
    Vmstat vmstat = new Vmstat(name -> name.equals("pgfault") || name.equals("oom_kill"));

    assertThat(parse(vmstat, "pgpgin x\npgfault 2\npgmajfault y\noom_kill 4\n"))
        .isEqualTo(Map.of("pgfault", "2", "oom_kill", "4"));
    assertThat(parse(vmstat, "pgfault 18446744069414584319\n"))
        .isEqualTo(Map.of("pgfault", "18446744069414584319"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "pgfault 1"})
  void givesNothingOfAFileThatIsCut(String text) {
    assertThatThrownBy(() -> parse(everything, text))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n",
        "pgfault\n",
        "pgfault \n",
        "pgfault x\n",
        "pgfault -1\n",
        "pgfault 18446744073709551615\n",
        "nr_dirty 18446744073709551615\n",
        "nr_dirty 9223372036854775808\n",
        "pgfault 18446744073709551616\n",
      })
  void losesALineAlone(String line) throws Exception {
    assertThat(parse(everything, "pgpgin 1\n" + line + "oom_kill 2\n"))
        .isEqualTo(Map.of("pgpgin", "1", "oom_kill", "2"));
  }

  @Test
  void losesEachFieldAlone() throws Exception {
    String text = KernelFileFixture.text("captured/linux-6.18-host/proc/vmstat");

    assertThat(
            SpoiledFields.costThemselvesAlone(
                () -> new Vmstat(_ -> true), text, MeminfoTest::values))
        .isEqualTo(text.lines().count());
  }

  @Test
  void survivesAHundredThousandMutants() {
    String text = KernelFileFixture.text("composed/linux-6.6-numa-host/proc/vmstat");
    assertThat(RecordChanges.refusedMutants(everything, text)).isBetween(10_000, 99_000);
  }

  private static Map<String, String> parse(Vmstat vmstat, String text)
      throws MalformedKernelDataException {
    return MeminfoTest.values(
        vmstat.parse(new ByteCursor("file", text.getBytes(ISO_8859_1), text.length())));
  }
}
