// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.cgroup;

import static dev.procpush.parse.KernelNumber.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.SpoiledFields;
import dev.procpush.parse.cgroup.BlkioThrottle.Device;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlkioThrottleTest {
  /// As `block/blk-throttle.c` and `block/blk-cgroup.c` write it, Linux 5.10.
  private static final String TEXT =
      """
      254:0 Read 4096
      254:0 Write 8388608
      254:0 Sync 8392704
      254:0 Async 0
      254:0 Discard 0
      254:0 Total 8392704
      8:16 Read 1
      8:16 Write 2
      8:16 Total 3
      Total 8392707
      """;

  @Test
  void readsEachDevice() throws Exception {
    assertThat(parse(TEXT).devices())
        .containsExactly(new Device(254, 0, 4096, 8_388_608), new Device(8, 16, 1, 2));
  }

  @Test
  void isEmptyWhereNothingIsAccounted() throws Exception {
    String captured = CgroupMutants.captured("blkio", "blkio.throttle.io_service_bytes_recursive");
    assertThat(parse(captured).devices()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "8:0 Read 1\n", "8:0 Read 1\nTotal 0"})
  void refusesAFileWithoutItsEnd(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:");
  }

  @Test
  void tellsOtherDevicesThanThoseWithoutAName() throws Exception {
    String text =
        """
        (unknown) Read 0
        (unknown) Write 0
        (unknown) Total 0
        254:0 Read 4096
        254:0 Write 1
        254:0 Total 4097
        Total 4097
        """;

    assertThat(parse(text).devices()).containsExactly(new Device(254, 0, 4096, 1));
  }

  @Test
  void losesALineAlone() throws Exception {
    String text = "8 Read 1\n8:0 Read x\n8:0 Write 2\n8:16 Read\n8:16 Write 3\nTotal 0\n";

    assertThat(parse(text).devices())
        .containsExactly(new Device(8, 0, NONE, 2), new Device(8, 16, NONE, 3));
  }

  @Test
  void losesEachFieldAlone() throws Exception {
    int fields =
        SpoiledFields.costThemselvesAlone(
            () -> BlkioThrottle::parse,
            TEXT,
            file -> {
              Map<String, Long> values = new TreeMap<>();
              for (Device device : file.devices()) {
                String name = device.major() + ":" + device.minor() + " ";
                values.merge(name + "read", device.read(), Long::max);
                values.merge(name + "written", device.written(), Long::max);
              }
              return values;
            });

    assertThat(fields).isEqualTo(9 * 3 + 1);
  }

  @Test
  void survivesAHundredThousandMutants() {
    assertThat(CgroupMutants.refused(BlkioThrottle::parse, TEXT)).isBetween(10_000, 99_000);
  }

  private static BlkioThrottle parse(String text) throws MalformedKernelDataException {
    return CgroupMutants.parse(BlkioThrottle::parse, text);
  }
}
