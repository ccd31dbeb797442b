// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.cgroup;

import static dev.procpush.parse.KernelNumber.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.SpoiledFields;
import dev.procpush.parse.cgroup.IoStat.Device;
import java.util.Map;
import java.util.TreeMap;
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
        "8:0 rbytes=1",
        "8:0 rbytes=1 wbytes=2\n8:16 rbytes=",
      })
  void refusesAFileThatEndsInTheMiddle(String text) {
    assertThatThrownBy(() -> CgroupMutants.parse(IoStat::parse, text))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:");
  }

  /// NVMe multipath and ZFS volumes have a queue and no name.
  @Test
  void tellsOtherDevicesThanThoseWithoutAName() throws Exception {
    String text =
        """
        (unknown) rbytes=0 wbytes=0 rios=6 wios=0 dbytes=0 dios=0
        259:0 rbytes=1449984 wbytes=3145728 rios=12 wios=34 dbytes=0 dios=0
        (unknown) 8:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=0 dios=0
        """;

    assertThat(CgroupMutants.parse(IoStat::parse, text).devices())
        .containsExactly(
            new Device(259, 0, 1_449_984, 3_145_728, 12, 34), new Device(8, 0, 1, 2, 3, 4));
  }

  /// Linux 5.15 and 5.16 end the file so in every reading.
  @ParameterizedTest
  @ValueSource(strings = {"8:0 ", "8:0", "8:16 8:0 ", "8:16 8:0"})
  void takesALastLineOfDeviceNumbersForNothing(String end) throws Exception {
    String whole = "259:0 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=0 dios=0\n";

    assertThat(CgroupMutants.parse(IoStat::parse, whole + end).devices())
        .containsExactly(new Device(259, 0, 1, 2, 3, 4));
    assertThat(CgroupMutants.parse(IoStat::parse, end).devices()).isEmpty();
    assertThat(CgroupMutants.parse(IoStat::parse, "8:16 8:0\n" + whole).devices())
        .containsExactly(new Device(259, 0, 1, 2, 3, 4));
  }

  @Test
  void losesALineWithoutADeviceAlone() throws Exception {
    String text =
        """
        99999999999:0 rbytes=1 wbytes=2 rios=3 wios=4

        8:x rbytes=1 wbytes=2 rios=3 wios=4
        8 rbytes=1
        8:0 rbytes= wbytes=2 rios=-3 wios=4
        """;

    assertThat(CgroupMutants.parse(IoStat::parse, text).devices())
        .containsExactly(new Device(8, 0, NONE, 2, NONE, 4));
  }

  @Test
  void losesEachFieldAlone() throws Exception {
    int fields =
        SpoiledFields.costThemselvesAlone(
            () -> IoStat::parse,
            CgroupMutants.composed("io.stat"),
            stat -> {
              Map<String, Long> values = new TreeMap<>();
              for (Device device : stat.devices()) {
                String name = device.major() + ":" + device.minor() + " ";
                values.put(name + "rbytes", device.bytesRead());
                values.put(name + "wbytes", device.bytesWritten());
                values.put(name + "rios", device.reads());
                values.put(name + "wios", device.writes());
              }
              return values;
            });

    assertThat(fields).isEqualTo(16);
  }

  @Test
  void survivesAHundredThousandMutants() throws Exception {
    assertThat(CgroupMutants.refused(IoStat::parse, CgroupMutants.composed("io.stat")))
        .isBetween(10_000, 99_000);
  }
}
