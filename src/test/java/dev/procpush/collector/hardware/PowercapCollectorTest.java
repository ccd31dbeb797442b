// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.HostFixture;
import dev.procpush.linux.ErrnoException;
import org.junit.jupiter.api.Test;

class PowercapCollectorTest {
  private static final String ENERGY = "hw.energy{J,counter} ";

  private final HostFixture host = new HostFixture();
  private final PowercapCollector collector =
      new PowercapCollector(new Hardware(host.instruments()));

  @Test
  void recordsZonesAndTheirParts() throws Exception {
    host.with("sys/class/powercap/intel-rapl/enabled", "1\n");
    zone("intel-rapl:0", "package-0", "65532610987\n");
    zone("intel-rapl:0:1", "dram", "1\n");

    assertThat(host.lines(collector))
        .containsExactly(
            ENERGY + "{hw.id=intel-rapl:0, hw.name=package-0, hw.type=cpu} 65532.610987",
            ENERGY
                + "{hw.id=intel-rapl:0:1, hw.name=dram, hw.parent=intel-rapl:0, hw.type=memory}"
                + " 1.0E-6");
  }

  @Test
  void tellsOfAMissingRightAfterAllElseWasRecorded() {
    zone("intel-rapl:0", "package-0", "7000000\n");
    host.failing("sys/class/powercap/intel-rapl:0/energy_uj", ErrnoException.EACCES);

    assertThatThrownBy(() -> host.lines(collector)).hasMessageContaining("EACCES");
  }

  @Test
  void endsTheSeriesOfAZoneThatGoes() throws Exception {
    zone("intel-rapl:0", "package-0", "7000000\n");
    zone("intel-rapl:1", "package-1", "8000000\n");
    assertThat(host.lines(collector)).hasSize(2);
    host.without("sys/class/powercap/intel-rapl:1/energy_uj");
    host.without("sys/class/powercap/intel-rapl:1/name");

    assertThat(host.lines(collector)).singleElement().asString().contains("package-0");
  }

  @Test
  void isAbsentWhereThereIsNone() {
    assertThatThrownBy(() -> host.lines(collector)).hasMessageContaining("ENOENT");
  }

  private void zone(String zone, String name, String energy) {
    host.with("sys/class/powercap/" + zone + "/name", name + "\n");
    host.with("sys/class/powercap/" + zone + "/energy_uj", energy);
  }
}
