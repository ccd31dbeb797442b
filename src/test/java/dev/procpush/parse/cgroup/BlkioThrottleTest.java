// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.cgroup.BlkioThrottle.Device;
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
  @ValueSource(strings = {"", "\n", "8:0 Read 1\n", "8:0 Read x\nTotal 0\n", "8 Read 1\nTotal 0\n"})
  void refusesAnythingElse(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(MalformedKernelDataException.class)
        .hasMessageStartingWith("file:");
  }

  @Test
  void survivesAHundredThousandMutants() {
    assertThat(CgroupMutants.refused(BlkioThrottle::parse, TEXT)).isBetween(10_000, 99_000);
  }

  private static BlkioThrottle parse(String text) throws MalformedKernelDataException {
    return CgroupMutants.parse(BlkioThrottle::parse, text);
  }
}
