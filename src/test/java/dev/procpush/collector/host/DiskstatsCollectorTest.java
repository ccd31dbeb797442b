// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.HostFixture;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiskstatsCollectorTest {
  private static final String FILE = "proc/diskstats";

  private final HostFixture host = new HostFixture();
  private final Disks disks = new Disks();

  @Test
  void recordsEveryColumn() throws Exception {
    host.with(FILE, " 8 0 sda 1 2 3 4000 5 6 7 8000 9 10000 11000 12 13 14 15000 16 17000\n");

    assertThat(host.lines(collector(host)))
        .containsExactly(
            "system.disk.discard.io{By,counter} {system.device=sda} 7168",
            "system.disk.discard.merged{{operation},counter} {system.device=sda} 13",
            "system.disk.discard.operation_time{s,counter} {system.device=sda} 15.0",
            "system.disk.discard.operations{{operation},counter} {system.device=sda} 12",
            "system.disk.flush.operation_time{s,counter} {system.device=sda} 17.0",
            "system.disk.flush.operations{{operation},counter} {system.device=sda} 16",
            "system.disk.io_time{s,counter} {system.device=sda} 10.0",
            "system.disk.io{By,counter} {disk.io.direction=read, system.device=sda} 1536",
            "system.disk.io{By,counter} {disk.io.direction=write, system.device=sda} 3584",
            "system.disk.merged{{operation},counter}"
                + " {disk.io.direction=read, system.device=sda} 2",
            "system.disk.merged{{operation},counter}"
                + " {disk.io.direction=write, system.device=sda} 6",
            "system.disk.operation_time{s,counter}"
                + " {disk.io.direction=read, system.device=sda} 4.0",
            "system.disk.operation_time{s,counter}"
                + " {disk.io.direction=write, system.device=sda} 8.0",
            "system.disk.operations{{operation},counter}"
                + " {disk.io.direction=read, system.device=sda} 1",
            "system.disk.operations{{operation},counter}"
                + " {disk.io.direction=write, system.device=sda} 5",
            "system.disk.pending_operations{{operation},updowncounter} {system.device=sda} 9",
            "system.disk.weighted_io_time{s,counter} {system.device=sda} 11.0");
  }

  @Test
  void recordsWhatOldKernelsTellOfPartitions() throws Exception {
    host.with(FILE, "   8    1 sdx1 1 2 3 4\n");

    assertThat(host.lines(collectorOfAll()))
        .containsExactly(
            "system.disk.io{By,counter} {disk.io.direction=read, system.device=sdx1} 1024",
            "system.disk.io{By,counter} {disk.io.direction=write, system.device=sdx1} 2048",
            "system.disk.operations{{operation},counter}"
                + " {disk.io.direction=read, system.device=sdx1} 1",
            "system.disk.operations{{operation},counter}"
                + " {disk.io.direction=write, system.device=sdx1} 3");
  }

  @Test
  void hasNoPointOfOperationsBelowZero() throws Exception {
    host.with(FILE, "253 0 dm-0 1 2 3 4 5 6 7 8 18446744073709551615 10 11\n");

    assertThat(host.lines(collector(host)))
        .isNotEmpty()
        .noneMatch(line -> line.contains("pending"));
  }

  @Test
  void recordsWantedDevicesThatAreThere() throws Exception {
    DiskstatsCollector collector = collector(host);
    host.with(FILE, "7 0 loop0 1 2 3 4 5 6 7 8 9 10 11\n8 0 sda 1 2 3 4 5 6 7 8 9 10 11\n");
    assertThat(host.lines(collector)).hasSize(11).allMatch(line -> line.contains("=sda"));
    assertThat(disks.present()).hasSize(1);

    host.with(FILE, "7 0 loop0 1 2 3 4 5 6 7 8 9 10 11\n");
    assertThat(host.lines(collector)).isEmpty();
    assertThat(disks.present()).isEmpty();
  }

  /// Xen gives a guest `xvda1` and no `xvda`; other drivers have other names for their partitions.
  @Test
  void leavesOutWhatTheKernelCallsAPartition() throws Exception {
    DiskstatsCollector collector = collector(host);
    for (String partition : List.of("rbd0p1", "cciss!c0d0p1", "zd0p1", "odd")) {
      host.with("sys/class/block/" + partition + "/partition", "1\n");
    }
    for (String disk : List.of("xvda1", "xvda2", "rbd0", "cciss!c0d0", "zd0")) {
      host.with("sys/class/block/" + disk + "/size", "8\n");
    }
    host.with(
        FILE,
        lines("xvda1", "xvda2", "rbd0", "rbd0p1", "cciss/c0d0", "cciss/c0d0p1", "zd0p1", "odd"));
    for (int cycle = 0; cycle < 2; cycle++) {
      assertThat(devices(collector)).containsExactly("cciss/c0d0", "rbd0", "xvda1", "xvda2");
      assertThat(disks.present()).hasSize(4);
    }
  }

  @Test
  void goesByTheNameWhereSysfsDoesNotShowTheDevice() throws Exception {
    DiskstatsCollector collector = collector(host);
    host.with(
        FILE, lines("sda", "sda1", "nvme0n1", "nvme0n1p2", "mmcblk0p1", "rbd0p1", "cciss/c0d0p1"));
    assertThat(devices(collector)).containsExactly("nvme0n1", "sda");
  }

  @Test
  void asksTheKernelOnceForEachDevice() throws Exception {
    DiskstatsCollector collector = collector(host);
    host.with(FILE, lines("sda", "sda1")).with("sys/class/block/sda1/partition", "1\n");
    assertThat(devices(collector)).containsExactly("sda");
    host.without("sys/class/block/sda1/partition").with("sys/class/block/sda/partition", "1\n");
    assertThat(devices(collector)).containsExactly("sda");
  }

  @Test
  void leavesNoPartitionOutWhereTheUserHasTheWord() throws Exception {
    host.with(FILE, lines("sda", "sda1")).with("sys/class/block/sda1/partition", "1\n");
    assertThat(devices(collectorOfAll())).containsExactlyInAnyOrder("sda", "sda1");
  }

  private DiskstatsCollector collectorOfAll() {
    return new DiskstatsCollector(
        new DiskMetrics(host.instruments()), disks, new HostSelection(_ -> true, false), false);
  }

  private static String lines(String... names) {
    StringBuilder lines = new StringBuilder();
    for (String name : names) {
      lines.append("8 ").append(lines.length()).append(' ').append(name);
      lines.append(" 1 2 3 4 5 6 7 8 9 10 11\n");
    }
    return lines.toString();
  }

  private List<String> devices(DiskstatsCollector collector) throws Exception {
    return host.lines(collector).stream()
        .filter(line -> line.startsWith("system.disk.io_time{"))
        .map(line -> line.replaceAll(".*system.device=|}.*", ""))
        .toList();
  }

  @Test
  void recordsNothingOfWhatCannotBeRead() {
    DiskstatsCollector collector = collector(host);
    assertThatThrownBy(() -> host.lines(collector)).isInstanceOf(ErrnoException.class);

    host.with(FILE, "8 0 sda 1 2 3 4 5 6 7 8 9 10 11\n8 0 sdb 1 2 3 4 5");
    assertThatThrownBy(() -> host.lines(collector))
        .isInstanceOf(MalformedKernelDataException.class);
    assertThat(disks.present()).isEmpty();
  }

  @Test
  void recordsAllButTheNumberThatIsNone() throws Exception {
    DiskstatsCollector collector = collector(host);
    host.with(FILE, "8 0 sda 1 2 3 4 5 6 7 8 9 10 11\n8 16 sdb 1 2 3 4 5 6 7 8 9 10 11\n");
    List<String> all = host.lines(collector);

    host.with(FILE, "8 0 sda 1 2 -1 4 5 6 7 8 9 10 11\n8 16 sdb 1 2 3 4 5 6 7 8 9 10 11\n");
    assertThat(host.lines(collector))
        .containsExactlyElementsOf(
            all.stream()
                .filter(
                    line ->
                        !line.contains(
                            "disk.io{By,counter} {disk.io.direction=read, system.device=sda}"))
                .toList())
        .hasSize(all.size() - 1);
    assertThat(host.lost()).startsWith("one value: proc/diskstats:1: sectors read: below zero");
  }

  @Test
  void isOffWhenNobodyWantsWhatItTells() {
    HostFixture nothing = new HostFixture((_, _) -> false);
    DiskMetrics metrics = new DiskMetrics(nothing.instruments());
    HostSelection all = new HostSelection(_ -> true, false);

    assertThat(new DiskstatsCollector(metrics, disks, all, false).isOn()).isFalse();
    assertThat(new DiskstatsCollector(metrics, disks, all, true).isOn()).isTrue();
    assertThat(collector(host).isOn()).isTrue();
  }

  private DiskstatsCollector collector(HostFixture of) {
    return new DiskstatsCollector(
        new DiskMetrics(of.instruments()),
        disks,
        new HostSelection(name -> !name.startsWith("loop"), true),
        false);
  }
}
