// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.HostFixture;
import dev.procpush.linux.ErrnoException;
import org.junit.jupiter.api.Test;

class ThermalThrottleCollectorTest {
  private static final String CORE = "system.cpu.core.throttles{{throttle},counter} ";
  private static final String PACKAGE = "system.cpu.package.throttles{{throttle},counter} ";

  private final HostFixture host = new HostFixture();
  private final ThermalThrottleCollector collector =
      new ThermalThrottleCollector(host.instruments());

  @Test
  void recordsEachCoreAndPackageOnce() throws Exception {
    cpu(0, 0, 0, 3, 9);
    cpu(1, 0, 1, 4, 9);
    cpu(2, 0, 0, 3, 9);
    cpu(3, 1, 0, 5, 8);

    assertThat(host.lines(collector))
        .containsExactly(
            CORE + "{system.cpu.core=0, system.cpu.package=0} 3",
            CORE + "{system.cpu.core=0, system.cpu.package=1} 5",
            CORE + "{system.cpu.core=1, system.cpu.package=0} 4",
            PACKAGE + "{system.cpu.package=0} 9",
            PACKAGE + "{system.cpu.package=1} 8");
  }

  @Test
  void takesAnotherCpuOfTheCoreWhenOneGoesOffline() throws Exception {
    cpu(0, 0, 0, 3, 9);
    cpu(1, 0, 0, 3, 9);
    host.lines(collector);
    host.without("sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count");
    host.without("sys/devices/system/cpu/cpu0/thermal_throttle/package_throttle_count");

    assertThat(host.lines(collector)).isEmpty();
    assertThat(host.lines(collector)).hasSize(2);
  }

  @Test
  void isAbsentWhereNoCpuCounts() {
    host.with("sys/devices/system/cpu/cpu0/topology/core_id", "0\n");

    assertThatThrownBy(() -> host.lines(collector))
        .isInstanceOf(ErrnoException.class)
        .hasMessageContaining("ENOENT");
  }

  private void cpu(int number, int packageId, int coreId, int ofCore, int ofPackage) {
    String folder = "sys/devices/system/cpu/cpu" + number;
    host.with(folder + "/topology/physical_package_id", packageId + "\n");
    host.with(folder + "/topology/core_id", coreId + "\n");
    host.with(folder + "/thermal_throttle/core_throttle_count", ofCore + "\n");
    host.with(folder + "/thermal_throttle/package_throttle_count", ofPackage + "\n");
  }
}
