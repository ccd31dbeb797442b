// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.ProcessFixture;
import org.junit.jupiter.api.Test;

class StatusCollectorTest {
  private static final String STATUS =
      """
      Name:\tsh
      Kthread:\t0
      VmRSS:\t    1512 kB
      RssAnon:\t      56 kB
      RssFile:\t    1456 kB
      RssShmem:\t       0 kB
      VmSwap:\t       8 kB
      Threads:\t1
      voluntary_ctxt_switches:\t13
      nonvoluntary_ctxt_switches:\t109
      """;

  @Test
  void recordsMemoryInBytes() throws Exception {
    ProcessFixture fixture = new ProcessFixture();
    StatusCollector collector = new StatusCollector(fixture.instruments());

    assertThat(fixture.with("status", STATUS).lines(collector))
        .containsExactly(
            "process.memory.linux.rss_anon{By,updowncounter} {} " + 56 * 1024,
            "process.memory.linux.rss_file{By,updowncounter} {} " + 1456 * 1024,
            "process.memory.linux.rss_shmem{By,updowncounter} {} 0",
            "process.memory.linux.vm_swap{By,updowncounter} {} " + 8 * 1024)
        .hasSize(collector.points());
  }

  @Test
  void recordsContextSwitchesWhereAsked() throws Exception {
    ProcessFixture fixture = new ProcessFixture((name, _) -> name.contains("switches"));
    StatusCollector collector = new StatusCollector(fixture.instruments());

    assertThat(fixture.with("status", STATUS).lines(collector))
        .containsExactly(
            "process.context_switches{{context_switch},counter}"
                + " {process.context_switch.type=involuntary} 109",
            "process.context_switches{{context_switch},counter}"
                + " {process.context_switch.type=voluntary} 13")
        .hasSize(collector.points());
  }

  @Test
  void tellsNothingThatIsNotThere() throws Exception {
    ProcessFixture fixture = new ProcessFixture((_, _) -> true);

    assertThat(
            fixture
                .with("status", "Name:\tkthreadd\nKthread:\t1\n")
                .lines(new StatusCollector(fixture.instruments())))
        .isEmpty();
  }
}
