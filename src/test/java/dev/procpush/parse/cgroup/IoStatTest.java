// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.cgroup.IoStat.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IoStatTest {
  @Test
  void readsEachDevice() throws Exception {
    assertThat(CgroupMutants.parse(IoStat::parse, CgroupMutants.composed("io.stat")).devices())
        .containsExactly(
            new Device(259, 0, 2_918_400, 629_547_008, 384, 706),
            new Device(253, 1, 4096, 0, 1, 0));
  }

  @Test
  void readsDevicesWithoutNumbers() throws Exception {
    String text =
        """
        253:10 253:5 0:0 253:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=0 dios=0 cost.usage=5
        8:0
        8:16 cost.vrate=100.00
        """;

    assertThat(CgroupMutants.parse(IoStat::parse, text).devices())
        .containsExactly(new Device(253, 0, 1, 2, 3, 4));
  }

  @Test
  void isEmptyWhereNothingWasReadOrWritten() throws Exception {
    assertThat(CgroupMutants.parse(IoStat::parse, "").devices()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n",
        "8\n",
        "8:0",
        "8:x\n",
        "8:0 rbytes=\n",
        "8:0 rbytes=x\n",
        "99999999999:0\n",
        "8:0 rbytes=-1\n"
      })
  void refusesAnythingElse(String text) {
    assertThatThrownBy(() -> CgroupMutants.parse(IoStat::parse, text))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:");
  }

  @Test
  void survivesAHundredThousandMutants() throws Exception {
    assertThat(CgroupMutants.refused(IoStat::parse, CgroupMutants.composed("io.stat")))
        .isBetween(10_000, 99_000);
  }
}
