// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.HostFixture;
import dev.procpush.linux.ErrnoException;
import org.junit.jupiter.api.Test;

class VmstatCollectorTest {
  private static final String FILE = "proc/vmstat";
  private static final String TEXT =
      """
      nr_free_pages 1
      nr_dirtied 2
      nr_vmscan_write 3
      nr_foll_pin_acquired 4
      nr_tlb_remote_flush 5
      workingset_nodes 6
      workingset_nodereclaim 7
      pgpgin 10
      pgpgout 11
      pswpin 12
      pswpout 13
      pgfault 100
      pgmajfault 30
      oom_kill 14
      """;

  @Test
  void recordsPagingAndKills() throws Exception {
    HostFixture host = new HostFixture().with(FILE, TEXT);

    assertThat(host.lines(new VmstatCollector(host.instruments(), host.files())))
        .containsExactly(
            "system.memory.oom_kills{{kill},counter} {} 14",
            "system.paging.faults{{fault},counter} {system.paging.fault.type=major} 30",
            "system.paging.faults{{fault},counter} {system.paging.fault.type=minor} 70",
            "system.paging.io{By,counter} {system.paging.direction=in} 10240",
            "system.paging.io{By,counter} {system.paging.direction=out} 11264",
            "system.paging.operations{{operation},counter} {system.paging.direction=in} 12",
            "system.paging.operations{{operation},counter} {system.paging.direction=out} 13");
  }

  /// A fault with I/O is among all faults when that is done.
  @Test
  void minorFaultsDoNotFall() throws Exception {
    HostFixture host = new HostFixture().with(FILE, "pgfault 100\npgmajfault 30\n");
    VmstatCollector collector = new VmstatCollector(host.instruments(), host.files());
    host.lines(collector);

    assertThat(host.with(FILE, "pgfault 101\npgmajfault 33\n").lines(collector))
        .containsExactly(
            "system.paging.faults{{fault},counter} {system.paging.fault.type=major} 33",
            "system.paging.faults{{fault},counter} {system.paging.fault.type=minor} 70");
  }

  @Test
  void recordsEveryOtherFieldForThoseWhoAsk() throws Exception {
    HostFixture host = new HostFixture((name, _) -> name.startsWith("system.vmstat."));
    host.with(FILE, TEXT);

    assertThat(host.lines(new VmstatCollector(host.instruments(), host.files())))
        .containsExactly(
            "system.vmstat.nr_dirtied{{event},counter} {} 2",
            "system.vmstat.nr_foll_pin_acquired{{event},counter} {} 4",
            "system.vmstat.nr_free_pages{{page},gauge} {} 1",
            "system.vmstat.nr_tlb_remote_flush{{event},counter} {} 5",
            "system.vmstat.nr_vmscan_write{{event},counter} {} 3",
            "system.vmstat.workingset_nodereclaim{{event},counter} {} 7",
            "system.vmstat.workingset_nodes{{page},gauge} {} 6");
  }

  /// Of a gauge and a counter that were counted down below 0 there is no point, and none of minor
  /// faults where there are more major ones than all.
  @Test
  void hasNoPointOfWhatIsBelowZero() throws Exception {
    HostFixture host =
        new HostFixture((_, _) -> true)
            .with(
                FILE,
                """
                nr_dirty 18446744073709551615
                pswpin 18446744073709551615
                pswpout 2
                pgfault 3
                pgmajfault 5
                """);
    VmstatCollector collector = new VmstatCollector(host.instruments(), host.files());

    assertThat(host.lines(collector))
        .containsExactly(
            "system.paging.faults{{fault},counter} {system.paging.fault.type=major} 5",
            "system.paging.operations{{operation},counter} {system.paging.direction=out} 2");
    assertThat(host.lost()).startsWith("one value: proc/vmstat:1: nr_dirty: below zero");
  }

  @Test
  void hasNoPointOfWhatTheKernelLacks() throws Exception {
    HostFixture host = new HostFixture().with(FILE, "pgpgin 1\npgfault 18446744069414584319\n");
    VmstatCollector collector = new VmstatCollector(host.instruments(), host.files());

    assertThat(host.lines(collector))
        .containsExactly("system.paging.io{By,counter} {system.paging.direction=in} 1024");

    host.with(FILE, "pgfault 18446744069414584319\npgmajfault 5\n");
    assertThat(host.lines(collector))
        .as("the top bit is left out")
        .containsExactly(
            "system.paging.faults{{fault},counter} {system.paging.fault.type=major} 5",
            "system.paging.faults{{fault},counter} {system.paging.fault.type=minor}"
                + " 9223372032559808506");
  }

  @Test
  void recordsNothingOfWhatCannotBeRead() {
    HostFixture host = new HostFixture();
    VmstatCollector collector = new VmstatCollector(host.instruments(), host.files());

    assertThatThrownBy(() -> host.lines(collector)).isInstanceOf(ErrnoException.class);
    assertThat(collector.isOn()).isTrue();
  }

  @Test
  void isOffWhenNoneOfItsMetricsIsWanted() {
    HostFixture nothing = new HostFixture((_, _) -> false).with(FILE, TEXT);
    HostFixture one = new HostFixture((name, _) -> name.endsWith("nr_dirtied")).with(FILE, TEXT);

    assertThat(new VmstatCollector(nothing.instruments(), nothing.files()).isOn()).isFalse();
    assertThat(new VmstatCollector(one.instruments(), one.files()).isOn()).isTrue();
  }
}
