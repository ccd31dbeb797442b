// SPDX-License-Identifier: Apache-2.0

package dev.procpush.parse.sysfs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.procpush.parse.ByteCursor;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.MalformedKernelDataException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// `class/power_supply/<name>/uevent`: all that a battery, an adapter or a UPS tells of itself, in
/// one file (`drivers/power/supply/power_supply_sysfs.c`, `power_supply_uevent`).
///
/// ```text
/// POWER_SUPPLY_NAME=BAT0
/// POWER_SUPPLY_TYPE=Battery
/// POWER_SUPPLY_STATUS=Discharging
/// POWER_SUPPLY_CAPACITY=81
/// POWER_SUPPLY_VOLTAGE_NOW=12345000
/// ```
///
/// What the device does not have, or does not answer, has no line.
///
/// @param type as in `Battery` or `Mains`
/// @param status as in `Charging`
/// @param model what the device calls itself
/// @param numbers those that are [known][#NUMBERS], by their key
public record PowerSupplyUevent(
    @Nullable String type,
    @Nullable String status,
    @Nullable String model,
    Map<String, Long> numbers) {
  /// The keys of the numbers that are read, without `POWER_SUPPLY_`.
  public static final List<String> NUMBERS =
      List.of(
          "CAPACITY", "CURRENT_NOW", "CYCLE_COUNT", "ONLINE", "POWER_NOW", "TEMP", "VOLTAGE_NOW");

  private static final byte[] PREFIX = "POWER_SUPPLY_".getBytes(US_ASCII);
  private static final byte[] TYPE = "TYPE=".getBytes(US_ASCII);
  private static final byte[] STATUS = "STATUS=".getBytes(US_ASCII);
  private static final byte[] MODEL = "MODEL_NAME=".getBytes(US_ASCII);
  private static final List<byte[]> STARTS =
      NUMBERS.stream().map(key -> (key + "=").getBytes(US_ASCII)).toList();

  public PowerSupplyUevent {
    numbers = Collections.unmodifiableMap(new TreeMap<>(numbers));
  }

  /// Parses the whole file.
  ///
  /// @throws MalformedKernelDataException when the file is cut
  public static PowerSupplyUevent parse(ByteCursor cursor) throws MalformedKernelDataException {
    String type = null;
    String status = null;
    String model = null;
    Map<String, Long> numbers = new TreeMap<>();
    while (cursor.nextLine()) {
      if (cursor.skipStart(PREFIX)) {
        if (cursor.skipStart(TYPE)) {
          type = text(cursor);
        } else if (cursor.skipStart(STATUS)) {
          status = text(cursor);
        } else if (cursor.skipStart(MODEL)) {
          model = text(cursor);
        } else {
          number(cursor, numbers);
        }
      }
    }
    return new PowerSupplyUevent(type, status, model, numbers);
  }

  /// The number of a key; [KernelNumber#NONE] where the device does not tell.
  public long number(String key) {
    return numbers.getOrDefault(key, KernelNumber.NONE);
  }

  private static void number(ByteCursor cursor, Map<String, Long> numbers)
      throws MalformedKernelDataException {
    for (int i = 0; i < STARTS.size(); i++) {
      if (cursor.skipStart(STARTS.get(i))) {
        numbers.put(NUMBERS.get(i), cursor.numberHere(KernelNumber.SENSOR, NUMBERS.get(i)));
        return;
      }
    }
  }

  private static @Nullable String text(ByteCursor cursor) {
    String text = cursor.rest().strip();
    return text.isEmpty() ? null : text.substring(0, Math.min(text.length(), SysfsText.LONGEST));
  }
}
