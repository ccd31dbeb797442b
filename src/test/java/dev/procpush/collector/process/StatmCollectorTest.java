// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.ProcessFixture;
import dev.procpush.linux.ErrnoException;
import dev.procpush.parse.MalformedKernelDataException;
import org.junit.jupiter.api.Test;

class StatmCollectorTest {
  private final ProcessFixture fixture = new ProcessFixture();
  private final StatmCollector collector = new StatmCollector(fixture.instruments(), 4096);

  StatmCollectorTest() throws Exception {}

  @Test
  void recordsPagesAsBytes() throws Exception {
    assertThat(fixture.with("statm", "1044 421 300 5 0 35 0\n").lines(collector))
        .containsExactly(
            "process.memory.usage{By,updowncounter} {} " + 421 * 4096,
            "process.memory.virtual{By,updowncounter} {} " + 1044 * 4096)
        .hasSize(collector.points());
  }

  @Test
  void tellsNothingOfAThreadOfTheKernel() throws Exception {
    assertThat(fixture.with("statm", "0 0 0 0 0 0 0\n").lines(collector)).isEmpty();
  }

  @Test
  void recordsNothingThatCannotBeRead() {
    fixture.with("statm", "x\n");
    assertThatThrownBy(() -> fixture.lines(collector))
        .isInstanceOf(MalformedKernelDataException.class);
    fixture.failing("statm", ErrnoException.ESRCH);
    assertThatThrownBy(() -> fixture.lines(collector)).isInstanceOf(ErrnoException.class);
  }
}
