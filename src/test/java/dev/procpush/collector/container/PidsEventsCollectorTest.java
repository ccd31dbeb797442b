// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.ContainerFixture;
import dev.procpush.discovery.CgroupController;
import org.junit.jupiter.api.Test;

class PidsEventsCollectorTest {
  private final ContainerFixture fixture = new ContainerFixture();
  private final PidsEventsCollector collector = new PidsEventsCollector(fixture.instruments());

  @Test
  void recordsEitherVersion() throws Exception {
    fixture.with("pids.events", "max 4\n");
    assertThat(fixture.lines(collector))
        .containsExactly("container.thread.rejected{{thread},counter} {} 4");

    fixture.with(CgroupController.PIDS, "pids.events", "max 5\n");
    assertThat(fixture.lines(collector))
        .containsExactly("container.thread.rejected{{thread},counter} {} 5");
  }
}
