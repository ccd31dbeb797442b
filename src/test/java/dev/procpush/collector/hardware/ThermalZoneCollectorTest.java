// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.HostFixture;
import dev.procpush.linux.ErrnoException;
import org.junit.jupiter.api.Test;

class ThermalZoneCollectorTest {
  private static final String THERMAL = "sys/class/thermal/";

  private final HostFixture host = new HostFixture();
  private final ThermalZoneCollector collector =
      new ThermalZoneCollector(new Hardware(host.instruments()));

  @Test
  void recordsZonesThatTell() throws Exception {
    host.with(THERMAL + "thermal_zone0/temp", "47050\n");
    host.with(THERMAL + "thermal_zone0/type", "acpitz\n");
    host.with(THERMAL + "thermal_zone1/temp", "-1000\n");
    host.with(THERMAL + "thermal_zone1/type", "x86_pkg_temp\n");
    host.with(THERMAL + "thermal_zone2/type", "broken\n");
    host.failing(THERMAL + "thermal_zone2/temp", ErrnoException.EAGAIN);
    host.with(THERMAL + "cooling_device0/cur_state", "0\n");

    assertThat(host.lines(collector))
        .containsExactly(
            "hw.temperature{Cel,gauge} {hw.id=thermal_zone0, hw.name=acpitz,"
                + " hw.sensor_location=acpitz} 47.05",
            "hw.temperature{Cel,gauge} {hw.id=thermal_zone1, hw.name=x86_pkg_temp,"
                + " hw.sensor_location=x86_pkg_temp} -1.0");
  }

  @Test
  void endsTheSeriesOfAZoneThatGoes() throws Exception {
    host.with(THERMAL + "thermal_zone0/temp", "1000\n");
    host.with(THERMAL + "thermal_zone1/temp", "2000\n");
    assertThat(host.lines(collector)).hasSize(2);
    host.without("sys/class/thermal/thermal_zone0");

    assertThat(host.lines(collector))
        .containsExactly("hw.temperature{Cel,gauge} {hw.id=thermal_zone1} 2.0");
  }

  /// What the kernel says of a zone whose temperature it does not know.
  @Test
  void hasNoTemperatureAtOrBelowAbsoluteZero() throws Exception {
    host.with(THERMAL + "thermal_zone0/temp", "-274000\n");
    host.with(THERMAL + "thermal_zone1/temp", "-650788984\n");
    host.with(THERMAL + "thermal_zone2/temp", "0\n");

    assertThat(host.lines(collector))
        .containsExactly("hw.temperature{Cel,gauge} {hw.id=thermal_zone2} 0.0");
    assertThat(host.lost()).isEmpty();
  }

  @Test
  void isAbsentWhereThereIsNone() {
    assertThatThrownBy(() -> host.lines(collector)).hasMessageContaining("ENOENT");
  }
}
