// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.HostFixture;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeminfoCollectorTest {
  private static final String FILE = "proc/meminfo";

  private final HostFixture host = new HostFixture();

  @Test
  void recordsWhatHasANameInTheConventions() throws Exception {
    host.with(
        FILE,
        """
        MemTotal:       100 kB
        MemFree:         10 kB
        MemAvailable:    30 kB
        Buffers:          5 kB
        Cached:          20 kB
        SwapTotal:       99 kB
        SwapFree:        98 kB
        Shmem:            7 kB
        Slab:            11 kB
        SReclaimable:     8 kB
        SUnreclaim:       3 kB
        HugePages_Total:  9
        HugePages_Free:   4
        HugePages_Rsvd:   2
        HugePages_Surp:   1
        Hugepagesize:  2048 kB
        """);

    assertThat(host.lines(collector()))
        .containsExactly(
            "system.memory.limit{By,updowncounter} {} 102400",
            "system.memory.linux.available{By,updowncounter} {} 30720",
            "system.memory.linux.hugepages.limit{{page},updowncounter} {} 9",
            "system.memory.linux.hugepages.page_size{By,updowncounter} {} 2097152",
            "system.memory.linux.hugepages.reserved{{page},updowncounter} {} 2",
            "system.memory.linux.hugepages.surplus{{page},updowncounter} {} 1",
            "system.memory.linux.hugepages.usage{{page},updowncounter}"
                + " {system.memory.linux.hugepages.state=free} 4",
            "system.memory.linux.hugepages.usage{{page},updowncounter}"
                + " {system.memory.linux.hugepages.state=used} 5",
            "system.memory.linux.shared{By,updowncounter} {} 7168",
            "system.memory.linux.slab.usage{By,updowncounter}"
                + " {system.memory.linux.slab.state=reclaimable} 8192",
            "system.memory.linux.slab.usage{By,updowncounter}"
                + " {system.memory.linux.slab.state=unreclaimable} 3072",
            "system.memory.usage{By,updowncounter} {system.memory.state=buffers} 5120",
            "system.memory.usage{By,updowncounter} {system.memory.state=cached} 20480",
            "system.memory.usage{By,updowncounter} {system.memory.state=free} 10240",
            "system.memory.usage{By,updowncounter} {system.memory.state=used} 71680");
  }

  @Test
  void namesAllOthersByRule() throws Exception {
    host.with(
        FILE,
        """
        Active(anon):     1 kB
        Committed_AS:     2 kB
        KReclaimable:     3 kB
        DirectMap1G:      4 kB
        NewThings:        5
        """);

    assertThat(host.lines(collector()))
        .containsExactly(
            "system.memory.linux.active_anon{By,updowncounter} {} 1024",
            "system.memory.linux.committed_as{By,updowncounter} {} 2048",
            "system.memory.linux.direct_map1g{By,updowncounter} {} 4096",
            "system.memory.linux.k_reclaimable{By,updowncounter} {} 3072",
            "system.memory.linux.new_things{{item},updowncounter} {} 5");
  }

  @Test
  void hasNoPointOfWhatCannotBeTold() throws Exception {
    host.with(
        FILE,
        """
        MemTotal:       100 kB
        MemFree:         10
        Committed_AS:   18446744073709508812 kB
        Percpu:         9007199254740992 kB
        Mapped:         9007199254740991 kB
        HugePages_Free:  4
        """);

    assertThat(host.lines(collector()))
        .containsExactly(
            "system.memory.limit{By,updowncounter} {} 102400",
            "system.memory.linux.hugepages.usage{{page},updowncounter}"
                + " {system.memory.linux.hugepages.state=free} 4",
            "system.memory.linux.mapped{By,updowncounter} {} 9223372036854774784");

    host.with(FILE, "MemTotal: 100 kB\nMemAvailable: 101 kB\n");
    assertThat(host.lines(collector()))
        .as("available is more than there is")
        .noneMatch(line -> line.contains("used"));
  }

  @Test
  void makesOneMetricOfNamesThatBecomeTheSame() throws Exception {
    host.with(FILE, "Active(anon): 1 kB\nActive_anon: 2 kB\nAvailable: 3 kB\n");

    assertThat(host.lines(collector()))
        .containsExactly("system.memory.linux.active_anon{By,updowncounter} {} 1024");
  }

  @Test
  void meetsFieldsLaterThatItWasNotToldAtFirst() throws Exception {
    MeminfoCollector collector = collector();
    host.with(FILE, "Dirty: 1 kB\nMemFree: 2 kB\n");
    assertThat(host.lines(collector))
        .as("an instrument that is new takes no value in this cycle")
        .containsExactly("system.memory.usage{By,updowncounter} {system.memory.state=free} 2048");

    assertThat(host.lines(collector))
        .containsExactly(
            "system.memory.linux.dirty{By,updowncounter} {} 1024",
            "system.memory.usage{By,updowncounter} {system.memory.state=free} 2048");
  }

  @Test
  void recordsNothingOfWhatCannotBeRead() {
    MeminfoCollector collector = collector();
    assertThatThrownBy(() -> host.lines(collector)).isInstanceOf(ErrnoException.class);

    host.with(FILE, "MemFree: 1 kB\nDirty: 1 k");
    assertThatThrownBy(() -> host.lines(collector))
        .isInstanceOf(MalformedKernelDataException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n",
        "Dirty\n",
        "Dirty: 5 MB\n",
        "Dirty: -5 kB\n",
        "Dirty: x kB\n",
        "Dirty: kB\n"
      })
  void recordsTheLinesBesideOneThatMakesNoSense(String line) throws Exception {
    host.with(FILE, "MemFree: 1 kB\n" + line + "Cached: 2 kB\n" + line);
    MeminfoCollector collector = collector();

    assertThat(host.lines(collector))
        .containsExactly(
            "system.memory.usage{By,updowncounter} {system.memory.state=cached} 2048",
            "system.memory.usage{By,updowncounter} {system.memory.state=free} 1024");
    assertThat(host.lost().isEmpty()).isEqualTo(line.equals("\n"));
  }

  @Test
  void isOffWhenNoneOfItsMetricsIsWanted() {
    HostFixture excluding = new HostFixture((_, _) -> false);
    excluding.with(FILE, "MemFree: 1 kB\nDirty: 1 kB\n");
    assertThat(new MeminfoCollector(excluding.instruments(), excluding.files()).isOn()).isFalse();

    HostFixture dirty = new HostFixture((name, _) -> name.endsWith(".dirty"));
    dirty.with(FILE, "MemFree: 1 kB\nDirty: 1 kB\n");
    assertThat(new MeminfoCollector(dirty.instruments(), dirty.files()).isOn()).isTrue();
  }

  private MeminfoCollector collector() {
    return new MeminfoCollector(host.instruments(), host.files());
  }
}
