// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.ProcessFixture;
import org.junit.jupiter.api.Test;

class StatCollectorTest {

  @Test
  void recordsWhatStatHasInSeconds() throws Exception {
    ProcessFixture fixture = new ProcessFixture();
    StatCollector collector = new StatCollector(fixture.instruments(), 100);

    assertThat(fixture.uptime(75.5).lines(collector))
        .containsExactly(
            "process.children.cpu.time{s,counter} {cpu.mode=system} 91.69",
            "process.children.cpu.time{s,counter} {cpu.mode=user} 180.46",
            "process.cpu.time{s,counter} {cpu.mode=system} 2.7",
            "process.cpu.time{s,counter} {cpu.mode=user} 0.6",
            "process.paging.faults{{fault},counter} {system.paging.fault.type=major} 17",
            "process.paging.faults{{fault},counter} {system.paging.fault.type=minor} 36733",
            "process.thread.count{{thread},updowncounter} {} 13",
            "process.uptime{s,gauge} {} 75.5")
        .hasSize(collector.points());
  }

  @Test
  void takesTheClockTickOfTheKernel() throws Exception {
    ProcessFixture fixture = new ProcessFixture((name, _) -> name.equals("process.cpu.time"));

    assertThat(fixture.lines(new StatCollector(fixture.instruments(), 1000)))
        .containsExactly(
            "process.cpu.time{s,counter} {cpu.mode=system} 0.27",
            "process.cpu.time{s,counter} {cpu.mode=user} 0.06");
  }

  @Test
  void tellsNoAgeThatIsNotKnown() throws Exception {
    ProcessFixture fixture = new ProcessFixture();

    assertThat(fixture.uptime(Double.NaN).lines(new StatCollector(fixture.instruments(), 100)))
        .hasSize(7)
        .noneMatch(line -> line.startsWith("process.uptime"));
  }
}
