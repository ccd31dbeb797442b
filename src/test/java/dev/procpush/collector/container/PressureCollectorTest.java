// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.ContainerCollector;
import dev.procpush.collector.ContainerFixture;
import org.junit.jupiter.api.Test;

class PressureCollectorTest {
  private final ContainerFixture fixture = new ContainerFixture();
  private final ContainerCollector[] collectors =
      PressureCollector.all(fixture.instruments()).toArray(ContainerCollector[]::new);

  @Test
  void recordsWhatThereIsOfEachResource() throws Exception {
    fixture
        .with("cpu.pressure", "some avg10=0.00 total=1500000\nfull avg10=0.00 total=2500000\n")
        .with("irq.pressure", "full avg10=0.00 total=500000\n");

    assertThat(fixture.lines(collectors))
        .containsExactly(
            "container.pressure.stalled_time{s,counter} {pressure.resource=cpu} 2.5",
            "container.pressure.stalled_time{s,counter} {pressure.resource=irq} 0.5",
            "container.pressure.waiting_time{s,counter} {pressure.resource=cpu} 1.5");
  }
}
