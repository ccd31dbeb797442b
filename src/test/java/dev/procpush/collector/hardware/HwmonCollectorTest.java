// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.HostFixture;
import dev.procpush.linux.ErrnoException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HwmonCollectorTest {
  private static final String HWMON = "sys/class/hwmon/";

  private final HostFixture host = new HostFixture();
  private final HwmonCollector collector = new HwmonCollector(new Hardware(host.instruments()));

  @Test
  void scalesWhatEachKindOfChannelMeasures() throws Exception {
    chip("hwmon0", "../../devices/platform/some.chip/hwmon/hwmon0");
    for (String channel : List.of("temp1", "in0", "curr2", "power1", "energy1", "fan3")) {
      host.with(HWMON + "hwmon0/" + channel + "_input", "1234567\n");
    }

    assertThat(host.lines(collector))
        .containsExactly(
            "hw.current{A,gauge} {hw.id=platform_some_chip/curr2, hw.name=curr2} 1234.567",
            "hw.energy{J,counter} {hw.id=platform_some_chip/energy1, hw.name=energy1,"
                + " hw.type=sensor} 1.234567",
            "hw.fan.speed{rpm,gauge} {hw.id=platform_some_chip/fan3, hw.name=fan3} 1234567",
            "hw.power{W,gauge} {hw.id=platform_some_chip/power1, hw.name=power1, hw.type=sensor}"
                + " 1.234567",
            "hw.temperature{Cel,gauge} {hw.id=platform_some_chip/temp1, hw.name=temp1} 1234.567",
            "hw.voltage{V,gauge} {hw.id=platform_some_chip/in0, hw.name=in0} 1234.567");
  }

  @Test
  void recordsLimitsAndNamesByLabels() throws Exception {
    chip("hwmon0", "../../devices/platform/coretemp.0/hwmon/hwmon0");
    host.with(HWMON + "hwmon0/name", "coretemp\n");
    host.with(HWMON + "hwmon0/temp1_input", "-500\n").with(HWMON + "hwmon0/temp1_label", "Core\n");
    host.with(HWMON + "hwmon0/temp1_lcrit", "-40000\n").with(HWMON + "hwmon0/temp1_min", "0\n");
    host.with(HWMON + "hwmon0/temp1_max", "82000\n").with(HWMON + "hwmon0/temp1_crit", "92000\n");
    host.with(HWMON + "hwmon0/temp1_crit_alarm", "0\n").with(HWMON + "hwmon0/temp2_max", "1\n");

    assertThat(host.lines(collector))
        .containsExactly(
            limit("high.critical", "92.0"),
            limit("high.degraded", "82.0"),
            limit("low.critical", "-40.0"),
            limit("low.degraded", "0.0"),
            "hw.temperature{Cel,gauge} {hw.id=platform_coretemp_0/temp1, hw.name=Core,"
                + " hw.sensor_location=coretemp} -0.5");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        ErrnoException.EAGAIN,
        ErrnoException.EIO,
        ErrnoException.ENODEV,
        ErrnoException.EINVAL,
        6,
        61
      })
  void hasNoPointOfASensorThatDoesNotTell(int errno) throws Exception {
    chip("hwmon0", "../../devices/platform/a/hwmon/hwmon0");
    host.with(HWMON + "hwmon0/temp1_input", "1000\n").with(HWMON + "hwmon0/temp2_input", "2000\n");
    host.lines(collector);
    host.failing(HWMON + "hwmon0/temp1_input", errno);

    assertThat(host.lines(collector)).singleElement().asString().contains("temp2");
  }

  @Test
  void hasNoPointOfASensorThatIsBroken() throws Exception {
    chip("hwmon0", "../../devices/platform/a/hwmon/hwmon0");
    host.with(HWMON + "hwmon0/temp1_input", "-128000\n").with(HWMON + "hwmon0/temp1_fault", "1\n");
    assertThat(host.lines(collector)).isEmpty();

    host.with(HWMON + "hwmon0/temp1_input", "20000\n").with(HWMON + "hwmon0/temp1_fault", "0\n");
    assertThat(host.lines(collector)).hasSize(1);
  }

  @Test
  void knowsAChipByItsDeviceAndNotByItsNumber() throws Exception {
    chip("hwmon0", "../../devices/pci0000:00/0000:00:1d.0/nvme/nvme0/hwmon0");
    host.with(HWMON + "hwmon0/temp1_input", "1000\n");
    assertThat(host.lines(collector)).singleElement().asString().contains("=nvme_nvme0/temp1,");

    chip("hwmon0", "../../devices/platform/coretemp.0/hwmon/hwmon0");
    assertThat(host.lines(collector))
        .singleElement()
        .asString()
        .contains("=platform_coretemp_0/temp1,");
  }

  /// The kernel may number the chips in another order after a restart.
  @ParameterizedTest
  @ValueSource(strings = {"8,9,10", "10,8,9", "9,10,8"})
  void tellsChipsOfOneDeviceApartByTheirNames(String numbers) throws Exception {
    List<String> bands = List.of("mt7996_phy0.0", "mt7996_phy0.1", "mt7996_phy0.2");
    for (int i = 0; i < bands.size(); i++) {
      partOfOneDevice("hwmon" + numbers.split(",", -1)[i], bands.get(i), i);
    }

    assertThat(ids())
        .containsExactly(
            "pci0_0000:00:01_0_mt7996_phy0_0/temp1=0.0",
            "pci0_0000:00:01_0_mt7996_phy0_1/temp1=1.0",
            "pci0_0000:00:01_0_mt7996_phy0_2/temp1=2.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hwmon1,hwmon2", "hwmon2,hwmon1"})
  void tellsChipsOfOneNameApartByTheirLabels(String numbers) throws Exception {
    String[] number = numbers.split(",", -1);
    partOfOneDevice(number[0], "x", 0);
    partOfOneDevice(number[1], "x", 1);
    host.with(HWMON + number[0] + "/temp1_label", "Inlet\n");
    host.with(HWMON + number[1] + "/temp1_label", "Outlet\n");

    assertThat(ids())
        .containsExactly(
            "pci0_0000:00:01_0_x_temp1_inlet/temp1=0.0",
            "pci0_0000:00:01_0_x_temp1_outlet/temp1=1.0");
  }

  @Test
  void tellsChipsThatAreAlikeApartByTheirNumber() throws Exception {
    partOfOneDevice("hwmon1", "x", 0);
    partOfOneDevice("hwmon2", "x", 1);

    assertThat(ids())
        .containsExactly(
            "pci0_0000:00:01_0_x_hwmon1/temp1=0.0", "pci0_0000:00:01_0_x_hwmon2/temp1=1.0");
  }

  /// NVMe's limits that are not set, and what drivers tell that do not know.
  @Test
  void hasNoTemperatureThatNoneCanBe() throws Exception {
    chip("hwmon0", "../../devices/platform/a/hwmon/hwmon0");
    host.with(HWMON + "hwmon0/temp1_input", "-273150\n");
    host.with(HWMON + "hwmon0/temp2_input", "40850\n");
    host.with(HWMON + "hwmon0/temp2_max", "65261850\n")
        .with(HWMON + "hwmon0/temp2_min", "-273150\n");
    host.with(HWMON + "hwmon0/temp3_input", "-2147483648\n");
    host.with(HWMON + "hwmon0/in0_input", "2147483647\n");
    host.with(HWMON + "hwmon0/fan1_input", "-1\n");

    assertThat(host.lines(collector))
        .containsExactly("hw.temperature{Cel,gauge} {hw.id=platform_a/temp2, hw.name=temp2} 40.85");
    assertThat(host.lost()).contains("hwmon0/fan1_input:1: value: below zero");
  }

  /// As applesmc, f71882fg, dme1737 and w83627hf have them.
  @Test
  void findsWhatDriversOfTheOldInterfaceHaveInTheFolderOfTheDevice() throws Exception {
    chip("hwmon0", "../../devices/platform/applesmc.768/hwmon/hwmon0");
    String device = HWMON + "hwmon0/device/";
    host.with(device + "name", "applesmc\n");
    host.with(device + "temp1_input", "42000\n").with(device + "fan1_input", "1234\n");

    assertThat(host.lines(collector))
        .containsExactly(
            "hw.fan.speed{rpm,gauge} {hw.id=platform_applesmc_768/fan1, hw.name=fan1} 1234",
            "hw.temperature{Cel,gauge} {hw.id=platform_applesmc_768/temp1, hw.name=temp1,"
                + " hw.sensor_location=applesmc} 42.0");
  }

  @Test
  void endsTheSeriesOfAChipThatGoesAndReadsLabelsOnce() throws Exception {
    chip("hwmon0", "../../devices/platform/a/hwmon/hwmon0");
    host.with(HWMON + "hwmon0/temp1_input", "1000\n").with(HWMON + "hwmon0/temp1_label", "A\n");
    chip("hwmon1", "../../devices/platform/b/hwmon/hwmon1");
    host.with(HWMON + "hwmon1/temp1_input", "1000\n");
    assertThat(host.lines(collector)).hasSize(2);
    host.without("sys/class/hwmon/hwmon1");
    for (int cycle = 0; cycle < 10; cycle++) {
      assertThat(host.lines(collector)).hasSize(1);
    }

    assertThat(host.reads(HWMON + "hwmon0/temp1_label")).isEqualTo(1);
    for (int cycle = 0; cycle < 64; cycle++) {
      host.lines(collector);
    }
    assertThat(host.reads(HWMON + "hwmon0/temp1_label")).isEqualTo(2);
  }

  @Test
  void losesThePointsOfNonsenseAlone() throws Exception {
    chip("hwmon0", "../../devices/platform/a/hwmon/hwmon0");
    host.with(HWMON + "hwmon0/temp1_input", "warm\n");

    assertThat(host.lines(collector)).isEmpty();
    assertThat(host.lost()).contains("sys/class/hwmon/hwmon0/temp1_input:1: value");
  }

  @Test
  void isAbsentWhereThereIsNone() {
    assertThatThrownBy(() -> host.lines(collector)).hasMessageContaining("ENOENT");
  }

  private void partOfOneDevice(String number, String name, int degrees) {
    chip(number, "../../devices/pci0/0000:00:01.0/hwmon/" + number);
    host.with(HWMON + number + "/temp1_input", degrees * 1000 + "\n");
    host.with(HWMON + number + "/name", name + "\n");
  }

  private List<String> ids() throws Exception {
    return host.lines(collector).stream()
        .map(line -> line.replaceFirst(".*hw.id=([^,]*),.* ", "$1="))
        .toList();
  }

  private void chip(String number, String target) {
    host.withLink("sys/class/hwmon/" + number, target);
  }

  private static String limit(String type, String value) {
    return "hw.temperature.limit{Cel,gauge} {hw.id=platform_coretemp_0/temp1, hw.limit_type="
        + type
        + ", hw.name=Core, hw.sensor_location=coretemp} "
        + value;
  }
}
