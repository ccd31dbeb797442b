// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.sysfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.Refused;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SysfsTextTest {
  @Test
  void readsTheFirstLineWithoutBlanksAround() throws Exception {
    assertThat(Refused.parse(SysfsText::parse, "Package id 0\n").value()).isEqualTo("Package id 0");
    assertThat(Refused.parse(SysfsText::parse, "  CPU \nmore\n").value()).isEqualTo("CPU");
    assertThat(Refused.parse(SysfsText::parse, "no line feed").value()).isEqualTo("no line feed");
    assertThat(Refused.parse(SysfsText::parse, "cut\0off\n").value()).isEqualTo("cut");
  }

  @Test
  void isBounded() throws Exception {
    assertThat(Refused.parse(SysfsText::parse, "x".repeat(4000) + "\n").value())
        .isEqualTo("x".repeat(SysfsText.LONGEST));
    byte[] astral = ("x" + "\ud83d\ude00".repeat(100)).getBytes(StandardCharsets.UTF_8);
    String kept = SysfsText.parse(new ByteCursor("file", astral, astral.length)).value();
    assertThat(kept).hasSize(SysfsText.LONGEST - 1);
    assertThat(Character.isLowSurrogate(kept.charAt(kept.length() - 1))).isTrue();
  }

  @Test
  void refusesNothing() {
    assertThatThrownBy(() -> Refused.parse(SysfsText::parse, " \n"))
        .isInstanceOf(MalformedKernelDataException.class);
  }

  @Test
  void survivesAHundredThousandMutants() {
    assertThat(Refused.mutants(SysfsText::parse, "Core 0\n")).isBetween(100, 50_000);
  }
}
