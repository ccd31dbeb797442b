// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.HostFixture;
import org.junit.jupiter.api.Test;

class BtrfsCollectorTest {
  private static final String UUID = "0abb23a9-579b-43e6-ad30-227ef47fcb9d";
  private static final String FOLDER = "sys/fs/btrfs/" + UUID;

  private final HostFixture host = new HostFixture();
  private final BtrfsCollector collector = new BtrfsCollector(host.instruments());

  @Test
  void recordsAllocationAndDevices() throws Exception {
    fileSystem();

    assertThat(host.lines(collector))
        .containsExactly(
            group("allocation.disk.size", "", 2048),
            group("allocation.disk.usage", "", 512),
            group("allocation.reserved", "", 7),
            group("allocation.size", "system.btrfs.block_group.profile=raid1, ", 1024),
            group("allocation.usage", "system.btrfs.block_group.profile=raid1, ", 256),
            errors("corruption", 4),
            errors("flush", 3),
            errors("generation", 5),
            errors("read", 2),
            errors("write", 1),
            "system.btrfs.device.missing{{device},updowncounter}"
                + " {system.btrfs.device.id=1, system.btrfs.uuid="
                + UUID
                + "} 0",
            "system.btrfs.device.size{By,updowncounter} {system.btrfs.uuid="
                + UUID
                + ", system.device=sdb1} 10240",
            "system.btrfs.global_reserve.size{By,updowncounter} {system.btrfs.uuid=" + UUID + "} 9",
            "system.btrfs.info{{filesystem},updowncounter} {system.btrfs.label=pool,"
                + " system.btrfs.uuid="
                + UUID
                + "} 1");
  }

  @Test
  void looksAgainWhenAProfileHasGone() throws Exception {
    fileSystem();
    host.lines(collector);
    host.without(FOLDER + "/allocation/data/raid1/total_bytes");
    host.without(FOLDER + "/allocation/data/raid1/used_bytes");
    host.with(FOLDER + "/allocation/data/single/total_bytes", "77\n");
    host.lines(collector);

    assertThat(host.lines(collector))
        .contains(group("allocation.size", "system.btrfs.block_group.profile=single, ", 77));
  }

  @Test
  void readsNoFeaturesAndNothingUnmounted() throws Exception {
    host.with("sys/fs/btrfs/features/raid56", "0\n");
    assertThat(host.lines(collector)).isEmpty();

    fileSystem();
    assertThat(host.lines(collector)).isNotEmpty();
    host.without(FOLDER);
    assertThat(host.lines(collector)).isEmpty();
  }

  @Test
  void losesThePointsOfNonsenseAlone() throws Exception {
    fileSystem();
    host.with(FOLDER + "/devinfo/1/error_stats", "write_errs many\n");

    assertThat(host.lines(collector)).isNotEmpty();
    assertThat(host.lost()).contains("/devinfo/1/error_stats:1: ");
  }

  private void fileSystem() {
    host.with(FOLDER + "/label", "pool\n");
    host.with(FOLDER + "/allocation/global_rsv_size", "9\n");
    host.with(FOLDER + "/allocation/data/disk_total", "2048\n");
    host.with(FOLDER + "/allocation/data/disk_used", "512\n");
    host.with(FOLDER + "/allocation/data/bytes_reserved", "7\n");
    host.with(FOLDER + "/allocation/data/raid1/total_bytes", "1024\n");
    host.with(FOLDER + "/allocation/data/raid1/used_bytes", "256\n");
    host.with(FOLDER + "/devices/sdb1/size", "20\n");
    host.with(FOLDER + "/devinfo/1/missing", "0\n");
    host.with(
        FOLDER + "/devinfo/1/error_stats",
        "write_errs 1\nread_errs 2\nflush_errs 3\ncorruption_errs 4\ngeneration_errs 5\n");
  }

  private static String group(String metric, String profile, int value) {
    return "system.btrfs.%s{By,updowncounter} {%ssystem.btrfs.block_group.type=data, system.btrfs.uuid=%s} %d"
        .formatted(metric, profile, UUID, value);
  }

  private static String errors(String kind, int count) {
    return "system.btrfs.device.errors{{error},counter} {error.type=%s, system.btrfs.device.id=1, system.btrfs.uuid=%s} %d"
        .formatted(kind, UUID, count);
  }
}
