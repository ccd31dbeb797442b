// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.collector.CgroupFile;
import dev.procpush.collector.ContainerFixture;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.discovery.CgroupController;
import org.junit.jupiter.api.Test;

class CgroupNumberCollectorTest {
  private final ContainerFixture fixture = new ContainerFixture();
  private final ScopedInstrument limit =
      fixture.instruments().ofContainer("thread.limit", "{thread}", "").upDownCounter();
  private final CgroupFile version1 = CgroupFile.V1_PIDS_MAX;
  private final CgroupNumberCollector collector =
      new CgroupNumberCollector(version1, CgroupFile.PIDS_MAX, limit);

  @Test
  void recordsEitherVersion() throws Exception {
    fixture.with("pids.max", "7\n");
    assertThat(fixture.lines(collector))
        .containsExactly("container.thread.limit{{thread},updowncounter} {} 7");

    fixture.with(CgroupController.PIDS, "pids.max", "8\n");
    assertThat(fixture.lines(collector))
        .containsExactly("container.thread.limit{{thread},updowncounter} {} 8");
  }

  @Test
  void recordsNoPointWithoutALimit() throws Exception {
    CgroupNumberCollector ofLimit =
        new CgroupNumberCollector(version1, CgroupFile.PIDS_MAX, limit).ofLimit();
    assertThat(fixture.with("pids.max", "max\n").lines(ofLimit)).isEmpty();
    assertThat(fixture.lost()).isEmpty();
  }

  @Test
  void losesAnAmountThatCannotBe() throws Exception {
    for (String odd : new String[] {"max\n", "-1\n", "18446744073709551615\n"}) {
      assertThat(fixture.with("pids.max", odd).lines(collector)).isEmpty();
      assertThat(fixture.lost()).contains("pids.max:1: value");
    }
  }

  @Test
  void takesZeroAsNoValueWhereItIsNone() throws Exception {
    fixture.with("pids.max", "0\n");
    assertThat(fixture.lines(collector)).hasSize(1);

    CgroupNumberCollector other = new CgroupNumberCollector(version1, CgroupFile.PIDS_MAX, limit);
    assertThat(fixture.lines(other.unlessZero())).isEmpty();
  }

  @Test
  void isOfOneVersionAlone() throws Exception {
    fixture.with("pids.max", "7\n");

    assertThat(fixture.lines(CgroupNumberCollector.version1(version1, limit))).isEmpty();
    assertThat(fixture.lines(CgroupNumberCollector.unified(CgroupFile.PIDS_MAX, limit))).hasSize(1);
  }
}
