// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.HostFixture;
import org.junit.jupiter.api.Test;

class PowerSupplyCollectorTest {
  private final HostFixture host = new HostFixture();
  private final PowerSupplyCollector collector =
      new PowerSupplyCollector(host.instruments(), new Hardware(host.instruments()));

  @Test
  void recordsABattery() throws Exception {
    supply(
        "BAT0",
        "TYPE=Battery",
        "STATUS=Not charging",
        "CYCLE_COUNT=213",
        "VOLTAGE_NOW=12345678",
        "CURRENT_NOW=-1500000",
        "POWER_NOW=9876000",
        "CAPACITY=81",
        "TEMP=305",
        "MODEL_NAME=5B10");

    assertThat(host.lines(collector))
        .containsExactly(
            "hw.battery.charge{1,gauge} {hw.battery.state=not_charging, hw.id=BAT0, hw.name=5B10}"
                + " 0.81",
            "hw.battery.cycles{{cycle},counter} {hw.id=BAT0, hw.name=5B10} 213",
            "hw.current{A,gauge} {hw.id=BAT0, hw.name=5B10} -1.5",
            "hw.power{W,gauge} {hw.id=BAT0, hw.name=5B10, hw.type=battery} 9.876",
            "hw.temperature{Cel,gauge} {hw.id=BAT0, hw.name=5B10} 30.5",
            "hw.voltage{V,gauge} {hw.id=BAT0, hw.name=5B10} 12.345678");
  }

  @Test
  void recordsAnAdapter() throws Exception {
    supply("AC", "TYPE=Mains", "ONLINE=1");
    assertThat(host.lines(collector)).containsExactly(adapter("offline", 0), adapter("ok", 1));

    supply("AC", "TYPE=Mains", "ONLINE=0");
    assertThat(host.lines(collector)).containsExactly(adapter("offline", 1), adapter("ok", 0));
  }

  @Test
  void hasNoPointOfWhatADeviceDoesNotKnow() throws Exception {
    supply("BAT0", "TYPE=Battery", "STATUS=Unknown", "CYCLE_COUNT=0", "CAPACITY=5");
    supply("BAT1");
    supply("gone");
    host.without("sys/class/power_supply/gone/uevent");

    assertThat(host.lines(collector))
        .containsExactly("hw.battery.charge{1,gauge} {hw.id=BAT0} 0.05");
  }

  @Test
  void losesThePointsOfNonsenseAlone() throws Exception {
    supply("BAT0", "CAPACITY=full");

    assertThat(host.lines(collector)).isEmpty();
    assertThat(host.lost()).contains("sys/class/power_supply/BAT0/uevent:");
  }

  @Test
  void hasNoTemperatureThatTheDeviceDoesNotKnow() throws Exception {
    supply("BAT0", "TYPE=Battery", "TEMP=-2147483648", "VOLTAGE_NOW=-2147483648", "CAPACITY=9");
    supply("BAT1", "TYPE=Battery", "TEMP=-2732");

    assertThat(host.lines(collector))
        .containsExactly("hw.battery.charge{1,gauge} {hw.id=BAT0} 0.09");
    assertThat(host.lost()).isEmpty();
  }

  /// Before Linux 5.8 `uevent` does not say what it is.
  @Test
  void knowsABatteryByTheFileBesideUevent() throws Exception {
    supply("BAT0", "POWER_NOW=1000000", "ONLINE=1");
    host.with("sys/class/power_supply/BAT0/type", "Battery\n");

    assertThat(host.lines(collector)).hasSize(3).allMatch(line -> line.contains("hw.type=battery"));
    host.lines(collector);
    assertThat(host.reads("sys/class/power_supply/BAT0/type")).isEqualTo(1);
  }

  @Test
  void losesANumberAlone() throws Exception {
    supply("BAT0", "CAPACITY=full", "VOLTAGE_NOW=", "CYCLE_COUNT=3");

    assertThat(host.lines(collector))
        .containsExactly("hw.battery.cycles{{cycle},counter} {hw.id=BAT0} 3");
    assertThat(host.lost()).contains("BAT0/uevent:2: CAPACITY: not a number");
  }

  @Test
  void isAbsentWhereThereIsNone() {
    assertThatThrownBy(() -> host.lines(collector)).hasMessageContaining("ENOENT");
  }

  private void supply(String name, String... properties) {
    StringBuilder text = new StringBuilder("POWER_SUPPLY_NAME=" + name + "\n");
    for (String property : properties) {
      text.append("POWER_SUPPLY_").append(property).append('\n');
    }
    host.with("sys/class/power_supply/" + name + "/uevent", text.toString());
  }

  private static String adapter(String state, int value) {
    return "hw.status{1,updowncounter} {hw.id=AC, hw.state=%s, hw.type=power_supply} %d"
        .formatted(state, value);
  }
}
