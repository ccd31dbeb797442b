// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.ContainerFixture;
import dev.procpush.discovery.CgroupController;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class MemoryStatCollectorTest {
  private static final Set<String> DEFAULTS =
      Set.of("active_file", "inactive_file", "file_mapped", "shmem");

  private final ContainerFixture fixture = new ContainerFixture();
  private final MemoryStatCollector collector = collector(DEFAULTS::contains);

  @Test
  void recordsVersion2() throws Exception {
    fixture.with(
        "memory.stat",
        """
        anon 1
        file 2
        kernel 3
        shmem 4
        file_mapped 5
        inactive_file 6
        active_file 7
        pgfault 100
        pgmajfault 10
        """);

    assertThat(fixture.lines(collector))
        .containsExactly(
            "container.memory.cache{By,updowncounter} {} 2",
            "container.memory.kernel{By,updowncounter} {} 3",
            "container.memory.linux.active_file{By,updowncounter} {} 7",
            "container.memory.linux.file_mapped{By,updowncounter} {} 5",
            "container.memory.linux.inactive_file{By,updowncounter} {} 6",
            "container.memory.linux.shmem{By,updowncounter} {} 4",
            "container.memory.rss{By,updowncounter} {} 1",
            "container.paging.faults{{fault},counter} {system.paging.fault.type=major} 10",
            "container.paging.faults{{fault},counter} {system.paging.fault.type=minor} 90");
  }

  /// A fault with I/O is among all faults when that is done: so a container that waits for the disk
  /// has a difference that falls.
  @Test
  void minorFaultsDoNotFall() throws Exception {
    fixture.with("memory.stat", "anon 1\npgfault 100\npgmajfault 10\n").lines(collector);

    assertThat(fixture.with("memory.stat", "anon 1\npgfault 100\npgmajfault 12\n").lines(collector))
        .containsExactly(
            "container.memory.rss{By,updowncounter} {} 1",
            "container.paging.faults{{fault},counter} {system.paging.fault.type=major} 12",
            "container.paging.faults{{fault},counter} {system.paging.fault.type=minor} 90");
  }

  @Test
  void recordsTheTotalsOfVersion1() throws Exception {
    fixture.with(
        CgroupController.MEMORY,
        "memory.stat",
        "cache 9\nrss 9\ntotal_cache 2\ntotal_rss 1\ntotal_mapped_file 5\n");

    assertThat(fixture.lines(collector))
        .containsExactly(
            "container.memory.cache{By,updowncounter} {} 2",
            "container.memory.linux.file_mapped{By,updowncounter} {} 5",
            "container.memory.rss{By,updowncounter} {} 1");
  }

  @Test
  void recordsAllThatIsBytesWhereThatIsWanted() throws Exception {
    MemoryStatCollector all = collector(_ -> true);
    String text =
        """
        anon 1
        file 2
        kernel 3
        file_dirty 4
        inactive_file 5
        workingset_refault_anon 6
        pgfault 7
        pgmajfault 1
        pgscan_kswapd 8
        thp_fault_alloc 9
        numa_hint_faults 10
        swpin_zero 11
        zswpwb 12
        zswap 13
        of_a_later_kernel 14
        """;
    fixture.with("memory.stat", text);

    assertThat(fixture.lines(all)).noneMatch(line -> line.contains("later_kernel"));
    assertThat(fixture.lines(all))
        .filteredOn(line -> line.startsWith("container.memory.linux."))
        .containsExactly(
            "container.memory.linux.file_dirty{By,updowncounter} {} 4",
            "container.memory.linux.inactive_file{By,updowncounter} {} 5",
            "container.memory.linux.of_a_later_kernel{By,updowncounter} {} 14",
            "container.memory.linux.zswap{By,updowncounter} {} 13");
  }

  @Test
  void callsVersion1sKeysAsVersion2Does() throws Exception {
    MemoryStatCollector all = collector(_ -> true);
    fixture.with(
        CgroupController.MEMORY,
        "memory.stat",
        """
        dirty 100
        hierarchical_memory_limit 9223372036854771712
        total_cache 1
        total_rss 2
        total_rss_huge 3
        total_mapped_file 4
        total_dirty 5
        total_writeback 6
        total_inactive_anon 7
        total_swap 8
        total_pgpgin 9
        total_workingset_activate_file 10
        """);

    assertThat(fixture.lines(all))
        .filteredOn(line -> line.startsWith("container.memory.linux."))
        .containsExactly(
            "container.memory.linux.anon_thp{By,updowncounter} {} 3",
            "container.memory.linux.file_dirty{By,updowncounter} {} 5",
            "container.memory.linux.file_mapped{By,updowncounter} {} 4",
            "container.memory.linux.file_writeback{By,updowncounter} {} 6",
            "container.memory.linux.inactive_anon{By,updowncounter} {} 7",
            "container.memory.linux.swap{By,updowncounter} {} 8");
  }

  private MemoryStatCollector collector(Predicate<String> wanted) {
    return new MemoryStatCollector(
        fixture.instruments(),
        fixture.instruments().ofContainer("memory.kernel", "By", "").upDownCounter(),
        false,
        wanted);
  }
}
