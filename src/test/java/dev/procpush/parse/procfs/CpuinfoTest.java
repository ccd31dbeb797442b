// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.procfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.SpoiledFields;
import dev.procpush.parse.procfs.Cpuinfo.Cpu;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpuinfoTest {
  private static final String TEXT =
      """
      processor\t: 0
      model name\t: AMD EPYC
      cpu MHz\t\t: 2596.138
      cache size\t: 1024 KB

      processor\t: 2
      cpu MHz\t\t: 800.000

      """;

  @Test
  void readsTheFrequencyOfEachCpu() throws Exception {
    assertThat(parse(TEXT)).containsExactly(new Cpu(0, 2_596_138_000.0), new Cpu(2, 800_000_000.0));
  }

  @Test
  void readsARealKernel() throws Exception {
    assertThat(parse(KernelFileFixture.text("captured/linux-6.18-host/proc/cpuinfo")))
        .extracting(Cpu::number)
        .containsExactly(0, 1);
  }

  @Test
  void findsNoneWhereTheProcessorTellsNone() throws Exception {
    assertThat(parse(KernelFileFixture.text("composed/linux-5.10-arm64-host/proc/cpuinfo")))
        .isEmpty();
    assertThat(parse("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cpu MHz\t\t: 2596.138\n",
        "processor\t: 0\ncpu MHz\t\t: \n",
        "processor\t: 0\ncpu MHz\t\t: fast\n",
        "processor\t: 0\ncpu MHz\t\t: -1.0\n",
        "processor\t: 0\ncpu MHz\t\t: 1000001.0\n",
        "processor\t: x\ncpu MHz\t\t: 1\n",
        "processor\t: 65536\ncpu MHz\t\t: 1\n",
      })
  void losesACpuAlone(String lines) throws Exception {
    assertThat(parse(lines + "\nprocessor\t: 7\ncpu MHz\t\t: 1\ncpu MHz\t\t: 2\n"))
        .containsExactly(new Cpu(7, 1e6));
  }

  @Test
  void takesNoCpuTwice() throws Exception {
    String twice = "processor\t: 1\ncpu MHz\t\t: 1\nprocessor\t: 0\ncpu MHz\t\t: 2\n";

    assertThat(parse(twice)).containsExactly(new Cpu(1, 1e6));
  }

  @Test
  void givesNothingOfAFileThatIsCut() {
    assertThatThrownBy(() -> parse("processor\t: 0\ncpu MHz\t\t: 2596.138"))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:");
  }

  @Test
  void losesEachFieldAlone() throws Exception {
    SpoiledFields.costThemselvesAlone(
        () -> Cpuinfo::parse,
        TEXT,
        cpuinfo -> {
          Map<String, Double> values = new TreeMap<>();
          cpuinfo.cpus().forEach(cpu -> values.put("cpu" + cpu.number(), cpu.hertz()));
          return values;
        });
  }

  @Test
  void survivesAHundredThousandMutants() {
    assertThat(RecordChanges.refusedMutants(Cpuinfo::parse, TEXT)).isBetween(20_000, 99_000);
  }

  private static List<Cpu> parse(String text) throws MalformedKernelDataException {
    return ((Cpuinfo) RecordChanges.parse(Cpuinfo::parse, text)).cpus();
  }
}
