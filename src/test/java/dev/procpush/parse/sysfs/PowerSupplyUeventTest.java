// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.sysfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import dev.procpush.parse.Refused;
import dev.procpush.parse.SpoiledFields;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PowerSupplyUeventTest {
  private static final String BATTERY =
      """
      POWER_SUPPLY_NAME=BAT1
      POWER_SUPPLY_TYPE=Battery
      POWER_SUPPLY_STATUS=Not charging
      POWER_SUPPLY_CURRENT_NOW=-1250000
      POWER_SUPPLY_CAPACITY=100
      POWER_SUPPLY_CAPACITY_LEVEL=Full
      POWER_SUPPLY_MODEL_NAME=A B\s
      """;

  @Test
  void readsWhatIsKnownAndPassesOverTheRest() throws Exception {
    assertThat(Refused.parse(PowerSupplyUevent::parse, BATTERY))
        .isEqualTo(
            new PowerSupplyUevent(
                "Battery",
                "Not charging",
                "A B",
                Map.of("CURRENT_NOW", -1_250_000L, "CAPACITY", 100L)));
  }

  @Test
  void readsAComposedLaptop() throws Exception {
    Path laptop = Path.of("src/test/fixtures/composed/laptop-host/sys/class/power_supply");
    byte[] bytes = Files.readAllBytes(laptop.resolve("BAT0/uevent"));
    PowerSupplyUevent battery =
        PowerSupplyUevent.parse(new ByteCursor("file", bytes, bytes.length));
    assertThat(battery.number("POWER_NOW")).isEqualTo(9_876_000);
    assertThat(battery.number("CYCLE_COUNT")).isEqualTo(213);
    assertThat(battery.number("ONLINE")).isEqualTo(KernelNumber.NONE);
  }

  @Test
  void mayTellNothing() throws Exception {
    assertThat(Refused.parse(PowerSupplyUevent::parse, ""))
        .isEqualTo(new PowerSupplyUevent(null, null, null, Map.of()));
    assertThat(Refused.parse(PowerSupplyUevent::parse, "POWER_SUPPLY_MODEL_NAME=\n").model())
        .isNull();
  }

  @Test
  void refusesWhatIsCut() {
    assertThatThrownBy(() -> Refused.parse(PowerSupplyUevent::parse, "POWER_SUPPLY_CAPACITY=1"))
        .isInstanceOf(MalformedKernelDataException.class);
  }

  @Test
  void losesEachFieldAlone() throws Exception {
    int fields =
        SpoiledFields.costThemselvesAlone(
            () -> PowerSupplyUevent::parse, BATTERY, PowerSupplyUevent::numbers);

    assertThat(fields).isEqualTo(1);
  }

  @Test
  void survivesAHundredThousandMutants() {
    assertThat(Refused.mutants(PowerSupplyUevent::parse, BATTERY)).isBetween(10_000, 99_000);
  }
}
