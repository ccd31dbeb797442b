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

    assertThat(host.lines(collector(host)))
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

    assertThat(new DiskstatsCollector(metrics, disks, _ -> true, false).isOn()).isFalse();
    assertThat(new DiskstatsCollector(metrics, disks, _ -> true, true).isOn()).isTrue();
    assertThat(collector(host).isOn()).isTrue();
  }

  private DiskstatsCollector collector(HostFixture of) {
    return new DiskstatsCollector(
        new DiskMetrics(of.instruments()), disks, name -> !name.startsWith("loop"), false);
  }
}
