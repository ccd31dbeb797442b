// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.cgroup;

import static dev.procpush.parse.KernelNumber.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.SpoiledFields;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PressureTest {
  @Test
  void readsBothTotals() throws Exception {
    assertThat(parse(CgroupMutants.composed("cpu.pressure")))
        .isEqualTo(new Pressure(126_216L, 95_726L));
  }

  @Test
  void readsARealKernel() throws Exception {
    String text = CgroupMutants.captured("unified", "cpu.pressure");
    Pressure pressure = parse(text);

    assertThat(text).contains("total=" + pressure.some() + "\nfull");
    assertThat(text).endsWith("total=" + pressure.full() + "\n");
  }

  @Test
  void readsOneTotal() throws Exception {
    assertThat(parse("some avg10=0.00 total=7\n")).isEqualTo(new Pressure(7, NONE));
    assertThat(parse("full avg10=0.00 total=8\n")).isEqualTo(new Pressure(NONE, 8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "some total=1", "none total=1\n"})
  void refusesAnythingElse(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"some\n", "some avg10=0.00\n", "some total=x\n", "some total=-1\n"})
  void losesALineAlone(String some) throws Exception {
    assertThat(parse(some + "full avg10=0.00 total=8\n")).isEqualTo(new Pressure(NONE, 8));
  }

  @Test
  void losesEachFieldAlone() throws Exception {
    int fields =
        SpoiledFields.costThemselvesAlone(
            () -> Pressure::parse,
            CgroupMutants.composed("cpu.pressure"),
            pressure -> Map.of("some", pressure.some(), "full", pressure.full()));

    assertThat(fields).isEqualTo(8);
  }

  @Test
  void survivesAHundredThousandMutants() throws Exception {
    assertThat(CgroupMutants.refused(Pressure::parse, CgroupMutants.composed("cpu.pressure")))
        .isBetween(10_000, 99_000);
  }

  private static Pressure parse(String text) throws MalformedKernelDataException {
    return CgroupMutants.parse(Pressure::parse, text);
  }
}
