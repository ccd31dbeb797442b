// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.hardware;

import static io.opentelemetry.api.common.AttributeKey.stringKey;

import dev.procpush.collector.InstrumentBuilder;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedDouble;
import dev.procpush.collector.ScopedInstrument;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import org.jspecify.annotations.Nullable;

/// The metrics `hw.…` that devices of several kinds have, and the attributes that all of them have.
final class Hardware {
  static final AttributeKey<String> ID = stringKey("hw.id");
  static final AttributeKey<String> NAME = stringKey("hw.name");
  static final AttributeKey<String> PARENT = stringKey("hw.parent");
  static final AttributeKey<String> TYPE = stringKey("hw.type");
  static final AttributeKey<String> STATE = stringKey("hw.state");
  static final AttributeKey<String> LIMIT_TYPE = stringKey("hw.limit_type");
  static final AttributeKey<String> SENSOR_LOCATION = stringKey("hw.sensor_location");

  final ScopedDouble temperature;
  final ScopedDouble temperatureLimit;
  final ScopedInstrument fanSpeed;
  final ScopedInstrument fanSpeedLimit;
  final ScopedDouble voltage;
  final ScopedDouble voltageLimit;
  final ScopedDouble current;
  final ScopedDouble power;
  final ScopedDouble energy;
  final ScopedInstrument status;

  Hardware(Instruments instruments) {
    temperature =
        metric(instruments, "temperature", "Cel", "Temperature that the sensor measures")
            .doubleGauge();
    temperatureLimit =
        metric(instruments, "temperature.limit", "Cel", "Temperature limit of the sensor")
            .doubleGauge();
    fanSpeed = metric(instruments, "fan.speed", "rpm", "Speed of the fan").gauge();
    fanSpeedLimit = metric(instruments, "fan.speed.limit", "rpm", "Speed limit of the fan").gauge();
    voltage = metric(instruments, "voltage", "V", "Voltage that the sensor measures").doubleGauge();
    voltageLimit =
        metric(instruments, "voltage.limit", "V", "Voltage limit of the sensor").doubleGauge();
    current =
        metric(
                instruments,
                "current",
                "A",
                "Electric current that the sensor measures; below 0 where the device says so")
            .doubleGauge();
    power =
        metric(instruments, "power", "W", "Electric power that the sensor measures").doubleGauge();
    energy =
        metric(instruments, "energy", "J", "Energy that the hardware component has used")
            .doubleCounter();
    status =
        metric(
                instruments,
                "status",
                "1",
                "1 for the state that the hardware component is in, else 0")
            .upDownCounter();
  }

  /// A metric without the prefix of the host's.
  static InstrumentBuilder metric(
      Instruments instruments, String suffix, String unit, String description) {
    return instruments.metric("hw." + suffix, unit, description).only(Scope.SYSTEM).unprefixed();
  }

  /// The attributes of a device that the kernel gives a name.
  ///
  /// @param id unique on this host, and the same after a restart
  /// @param name for people; null where the device has none
  static AttributesBuilder device(String id, @Nullable String name) {
    AttributesBuilder attributes = Attributes.builder().put(ID, id);
    return name == null ? attributes : attributes.put(NAME, name);
  }
}
