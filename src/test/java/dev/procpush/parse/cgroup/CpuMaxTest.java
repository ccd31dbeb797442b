// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.MalformedKernelDataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpuMaxTest {
  @Test
  void readsQuotaAndPeriod() throws Exception {
    assertThat(CgroupMutants.parse(CpuMax::parse, CgroupMutants.composed("cpu.max")))
        .isEqualTo(new CpuMax(true, 50_000, 100_000));
    assertThat(CgroupMutants.parse(CpuMax::parse, "max 100000\n"))
        .isEqualTo(new CpuMax(false, 0, 100_000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "max\n", "1\n", "1 0\n", "1 2", "x 2\n", "-1 2\n", "max x\n"})
  void refusesAnythingElse(String text) {
    assertThatThrownBy(() -> CgroupMutants.parse(CpuMax::parse, text))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:");
  }

  @Test
  void survivesAHundredThousandMutants() {
    assertThat(CgroupMutants.refused(CpuMax::parse, "50000 100000\n")).isBetween(10_000, 99_000);
  }
}
