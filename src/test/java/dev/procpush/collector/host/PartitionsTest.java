// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.HostFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionsTest {
  private final HostFixture host = new HostFixture();

  @ParameterizedTest
  @CsvSource({
    "sda, false",
    "sda1, true",
    "sdaa, false",
    "sdaa12, true",
    "vda, false",
    "xvdf1, true",
    "hdc, false",
    "dasda1, true",
    "nvme0n1, false",
    "nvme0n1p2, true",
    "mmcblk0, false",
    "mmcblk0boot0, false",
    "mmcblk0p1, true",
    "md127, false",
    "md127p1, true",
    "dm-3, false",
    "sr0, false",
    "loop7, false",
    "loop0p1, true",
    "nbd1, false",
    "rbd0, false",
    "rbd0p1, true",
    "zd0, false",
    "zd0p1, true",
    "cciss/c0d0, false",
    "cciss/c0d0p1, true"
  })
  void goesByTheNameWhereSysfsDoesNotShowTheDevice(String name, boolean is) {
    assertThat(Partitions.isPartition(name, host.files())).isEqualTo(is);
  }

  @Test
  void believesTheKernelAndNotTheName() {
    host.with("sys/class/block/xvda1/size", "8\n")
        .with("sys/class/block/disk/size", "8\n")
        .with("sys/class/block/disk/partition", "2\n");
    assertThat(Partitions.isPartition("xvda1", host.files())).isFalse();
    assertThat(Partitions.isPartition("disk", host.files())).isTrue();
  }

  @Test
  void looksNowhereElseForAnOddName() {
    host.with("sys/class/partition", "1\n").with("sys/class/block/partition", "1\n");
    assertThat(Partitions.isPartition("..", host.files())).isFalse();
    assertThat(Partitions.isPartition(".", host.files())).isFalse();
    assertThat(Partitions.isPartition("../sda", host.files())).isFalse();
  }
}
