// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.HostFixture;
import dev.procpush.linux.ErrnoException;
import org.junit.jupiter.api.Test;

class SwapsCollectorTest {
  private static final String FILE = "proc/swaps";
  private static final String HEADER = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n";

  private final HostFixture host = new HostFixture();
  private final SwapsCollector collector = new SwapsCollector(host.instruments());

  @Test
  void namesPartitionsAsTheKernelAndFilesByTheirPath() throws Exception {
    host.with(
        FILE,
        HEADER
            + "/dev/dm-1    partition\t100\t\t30\t\t-2\n"
            + "/swap\\040file   file\t\t50\t\t0\t\t-3\n");

    assertThat(host.lines(collector))
        .containsExactly(
            "system.paging.usage{By,updowncounter}"
                + " {system.device=/swap file, system.paging.state=free} 51200",
            "system.paging.usage{By,updowncounter}"
                + " {system.device=/swap file, system.paging.state=used} 0",
            "system.paging.usage{By,updowncounter}"
                + " {system.device=dm-1, system.paging.state=free} 71680",
            "system.paging.usage{By,updowncounter}"
                + " {system.device=dm-1, system.paging.state=used} 30720");
  }

  @Test
  void hasNoPointOfWhatCannotBe() throws Exception {
    host.with(
        FILE,
        HEADER
            + "/dev/sda1 partition\t10\t\t11\t\t-2\n"
            + "/dev/sda2 partition\t9007199254740992\t0\t\t-2\n"
            + ("/" + "x".repeat(1024) + " file\t\t10\t\t1\t\t-2\n"));

    assertThat(host.lines(collector))
        .containsExactly(
            "system.paging.usage{By,updowncounter} {system.device=sda1, system.paging.state=used}"
                + " 11264",
            "system.paging.usage{By,updowncounter} {system.device=sda2, system.paging.state=used}"
                + " 0");
  }

  @Test
  void recordsNothingOfWhatCannotBeRead() {
    assertThatThrownBy(() -> host.lines(collector)).isInstanceOf(ErrnoException.class);
    assertThat(collector.isOn()).isTrue();
    HostFixture nothing = new HostFixture((_, _) -> false);
    assertThat(new SwapsCollector(nothing.instruments()).isOn()).isFalse();
  }
}
