// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.ContainerFixture;
import org.junit.jupiter.api.Test;

class ProcessCountCollectorTest {
  private final ContainerFixture fixture = new ContainerFixture();
  private final ProcessCountCollector collector = new ProcessCountCollector(fixture.instruments());

  @Test
  void recordsWhatDiscoveryHasSeen() throws Exception {
    assertThat(fixture.processes(3).lines(collector))
        .containsExactly("container.process.count{{process},updowncounter} {} 3");
    assertThat(fixture.processes(0).lines(collector)).isEmpty();
  }
}
