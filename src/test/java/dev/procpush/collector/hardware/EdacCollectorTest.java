// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.collector.HostFixture;
import org.junit.jupiter.api.Test;

class EdacCollectorTest {
  private static final String MC = "sys/devices/system/edac/mc/";

  private final HostFixture host = new HostFixture();
  private final EdacCollector collector = new EdacCollector(host.instruments());

  @Test
  void recordsModulesAndWhatCannotBePlaced() throws Exception {
    host.with(MC + "mc0/mc_name", "Some IMC\n");
    host.with(MC + "mc0/ce_count", "9\n").with(MC + "mc0/ue_count", "1\n");
    host.with(MC + "mc0/ce_noinfo_count", "2\n").with(MC + "mc0/ue_noinfo_count", "0\n");
    host.with(MC + "mc0/dimm3/dimm_ce_count", "7\n").with(MC + "mc0/dimm3/dimm_ue_count", "1\n");
    host.with(MC + "mc0/dimm3/dimm_label", "CPU0 B1\n");

    assertThat(host.lines(collector))
        .containsExactly(
            point("corrected", "hw.id=mc0, hw.name=Some IMC", 2),
            point("corrected", "hw.id=mc0/dimm3, hw.name=CPU0 B1, hw.parent=mc0", 7),
            point("uncorrected", "hw.id=mc0, hw.name=Some IMC", 0),
            point("uncorrected", "hw.id=mc0/dimm3, hw.name=CPU0 B1, hw.parent=mc0", 1));
  }

  @Test
  void recordsAControllerThatDoesNotKnowItsModules() throws Exception {
    host.with(MC + "mc12/ce_count", "9\n").with(MC + "mc12/ue_count", "1\n");
    host.with(MC + "power/control", "auto\n");

    assertThat(host.lines(collector))
        .containsExactly(
            point("corrected", "hw.id=mc12", 9), point("uncorrected", "hw.id=mc12", 1));
  }

  @Test
  void losesThePointsOfNonsenseAlone() throws Exception {
    host.with(MC + "mc0/ce_count", "many\n").with(MC + "mc0/ue_count", "1\n");

    assertThat(host.lines(collector)).containsExactly(point("uncorrected", "hw.id=mc0", 1));
    assertThat(host.lost()).contains("sys/" + "devices/system/edac/mc/mc0/ce_count:1: value");
  }

  @Test
  void hasNoCountBelowZero() throws Exception {
    host.with(MC + "mc0/ce_count", "-1\n").with(MC + "mc0/ue_count", "1\n");

    assertThat(host.lines(collector)).containsExactly(point("uncorrected", "hw.id=mc0", 1));
    assertThat(host.lost()).contains("mc0/ce_count:1: value: below zero");
  }

  @Test
  void isAbsentWhereThereIsNone() {
    assertThatThrownBy(() -> host.lines(collector)).hasMessageContaining("ENOENT");
  }

  private static String point(String kind, String device, int count) {
    return "hw.errors{{error},counter} {error.type=%s, %s, hw.type=memory} %d"
        .formatted(kind, device, count);
  }
}
