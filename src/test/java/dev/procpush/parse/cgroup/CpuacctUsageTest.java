// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.MalformedKernelDataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpuacctUsageTest {
  private static final String TEXT =
      """
      cpu user system
      0 0 28000000
      1 8000000 4000000
      """;

  @Test
  void addsUpAllCpus() throws Exception {
    assertThat(parse(TEXT)).isEqualTo(new CpuacctUsage(8_000_000, 32_000_000));
  }

  @Test
  void passesOverColumnsOfLaterKernels() throws Exception {
    assertThat(parse("cpu user system\n0 1 2 3\n")).isEqualTo(new CpuacctUsage(1, 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "cpu user system\n",
        "cpu system user\n0 1 2\n",
        "0 1 2\n",
        "cpu user system\n0 1\n",
        "cpu user system\n0 1 x\n",
        "cpu user system\n0 1 2"
      })
  void refusesAnythingElse(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:");
  }

  @Test
  void survivesAHundredThousandMutants() {
    assertThat(CgroupMutants.refused(CpuacctUsage::parse, TEXT)).isBetween(10_000, 99_900);
  }

  private static CpuacctUsage parse(String text) throws MalformedKernelDataException {
    return CgroupMutants.parse(CpuacctUsage::parse, text);
  }
}
