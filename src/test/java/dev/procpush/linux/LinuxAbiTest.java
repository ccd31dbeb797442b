// SPDX-License-Identifier: Apache-2.0

package dev.procpush.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LinuxAbiTest {

  @ParameterizedTest
  @CsvSource({"amd64, 217, 0200000, 0400000", "aarch64, 61, 040000, 0100000"})
  void knowsTheNumbersOfTheProcessor(
      String architecture, long getdents64, String directory, String noFollow) {
    assertThat(LinuxAbi.of("Linux", architecture))
        .isEqualTo(
            new LinuxAbi(
                getdents64, Integer.parseInt(directory, 8), Integer.parseInt(noFollow, 8)));
  }

  @Test
  void saysWhereItCannotRun() {
    assertThatThrownBy(() -> LinuxAbi.of("Linux", "riscv64"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("Linux on amd64 and aarch64, not for Linux on riscv64");
    assertThatThrownBy(() -> LinuxAbi.of("Mac OS X", "aarch64"))
        .hasMessageContaining("Mac OS X on aarch64");
  }
}
