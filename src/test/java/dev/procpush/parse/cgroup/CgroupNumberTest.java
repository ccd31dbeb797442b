// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.MalformedKernelDataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CgroupNumberTest {
  @Test
  void readsANumber() throws Exception {
    assertThat(parse("0\n")).isEqualTo(new CgroupNumber(true, 0));
    assertThat(parse("67108864\n")).isEqualTo(new CgroupNumber(true, 67_108_864));
    assertThat(parse(CgroupMutants.captured("pids", "pids.max")))
        .isEqualTo(new CgroupNumber(true, 12));
    assertThat(parse(CgroupMutants.composed("pids.max"))).isEqualTo(new CgroupNumber(true, 100));
  }

  /// Version 2; a quota of version 1; version 1 with pages of 4 kB and of 64 kB, and before 3.19.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "max\n",
        "-1\n",
        "9223372036854771712\n",
        "9223372036854710272\n",
        "9223372036854775807\n",
        "18446744073709551615\n"
      })
  void knowsNoLimit(String text) throws Exception {
    assertThat(parse(text)).isEqualTo(new CgroupNumber(false, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\n", "1", "max", "maximum\n", "1 2\n", "1\n2\n", "18446744073709551616\n"})
  void refusesAnythingElse(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("pids.max:");
  }

  @Test
  void survivesAHundredThousandMutants() {
    assertThat(
            CgroupMutants.refused(
                (bytes, length) -> CgroupNumber.parse(bytes, length, "memory.max"), "268435456\n"))
        .isBetween(10_000, 99_000);
  }

  private static CgroupNumber parse(String text) throws MalformedKernelDataException {
    return CgroupMutants.parse(
        (bytes, length) -> CgroupNumber.parse(bytes, length, "pids.max"), text);
  }
}
