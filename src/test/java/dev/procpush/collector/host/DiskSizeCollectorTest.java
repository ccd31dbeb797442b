// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.HostFixture;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.linux.ErrnoException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiskSizeCollectorTest {
  private final HostFixture host = new HostFixture();
  private final Disks disks = new Disks();
  private final DiskSizeCollector collector = new DiskSizeCollector(limit(host), disks);

  @Test
  void recordsTheSizeOfDevicesThatAreThere() throws Exception {
    host.with("sys/class/block/sda/size", "3\n")
        .with("sys/class/block/cciss!c0d0/size", "4\n")
        .with("sys/class/block/sdb/size", "5\n");
    present("sda", "cciss/c0d0", "gone", "..");

    assertThat(host.lines(collector))
        .containsExactly(
            "system.disk.limit{By,updowncounter} {system.device=cciss/c0d0} 2048",
            "system.disk.limit{By,updowncounter} {system.device=sda} 1536");

    present("sdb");
    host.with("sys/class/block/sdb/size", "6\n");
    assertThat(host.lines(collector))
        .containsExactly("system.disk.limit{By,updowncounter} {system.device=sdb} 3072");
    host.with("sys/class/block/sdb/size", "7\n");
    assertThat(host.lines(collector))
        .containsExactly("system.disk.limit{By,updowncounter} {system.device=sdb} 3584");
  }

  @Test
  void readsThoseOfManyDevicesInTurn() throws Exception {
    String[] names = new String[2 * DiskSizeCollector.READ_AT_ONCE + 1];
    for (int i = 0; i < names.length; i++) {
      names[i] = "sd" + i;
      host.with("sys/class/block/sd" + i + "/size", "1\n");
    }
    present(names);
    assertThat(host.lines(collector)).hasSize(names.length);
    for (String name : names) {
      host.with("sys/class/block/" + name + "/size", "2\n");
    }

    assertThat(grown(host.lines(collector))).isBetween(1L, 1L + names.length / 2);
    assertThat(grown(host.lines(collector))).isBetween(2L, names.length - 1L);
    assertThat(grown(host.lines(collector))).isEqualTo(names.length);
  }

  @Test
  void losesThePointsOfADeviceThatFailsAlone() throws Exception {
    host.with("sys/class/block/sda/size", "3\n")
        .with("sys/class/block/sdb/size", "x\n")
        .failing("sys/class/block/sdc/size", ErrnoException.EIO);
    present("sdb", "sda");
    assertThat(host.lines(collector)).hasSize(1);
    assertThat(host.lost()).contains("sdb/size:1: value: not a number");

    present("sdc", "sdb", "sda");
    assertThatThrownBy(() -> host.lines(collector)).isInstanceOf(ErrnoException.class);
  }

  @Test
  void hasNoPointOfASizeBeyondAllBytes() throws Exception {
    host.with("sys/class/block/sda/size", "18014398509481984\n")
        .with("sys/class/block/sdb/size", "-1\n");
    present("sda", "sdb");

    assertThat(host.lines(collector)).isEmpty();
  }

  @Test
  void isOffWhenItsMetricIsNotWanted() {
    assertThat(new DiskSizeCollector(limit(new HostFixture((_, _) -> false)), disks).isOn())
        .isFalse();
    assertThat(collector.isOn()).isTrue();
  }

  private void present(String... names) {
    disks.beginCycle();
    for (String name : names) {
      disks.add(disks.of(name));
    }
  }

  private static long grown(List<String> lines) {
    return lines.stream().filter(line -> line.endsWith(" 1024")).count();
  }

  private static ScopedInstrument limit(HostFixture host) {
    return host.instruments().ofHost("disk.limit", "By", "").upDownCounter();
  }
}
