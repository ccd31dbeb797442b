// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Names as a Collector gives them to Prometheus, for each unit that the agent uses.
final class PrometheusNameTest {
  @ParameterizedTest
  @CsvSource({
    "system.network.io, By, counter, system_network_io_bytes_total",
    "system.network.packet.count, {packet}, counter, system_network_packet_count_total",
    "system.network.interface.speed, By/s, gauge, system_network_interface_speed_bytes_per_second",
    "system.network.interface.mtu, By, gauge, system_network_interface_mtu_bytes",
    "container.cpu.time, s, counter, container_cpu_time_seconds_total",
    "container.cpu.limit, {cpu}, updown, container_cpu_limit",
    "container.memory.usage, By, updown, container_memory_usage_bytes",
    "system.cpu.frequency, Hz, gauge, system_cpu_frequency_hertz",
    "system.cpu.load_average.1m, {thread}, gauge, system_cpu_load_average_1m",
    "system.entropy.available, bit, gauge, system_entropy_available_bit",
    "system.clock.frequency_adjustment, 1, gauge, system_clock_frequency_adjustment_ratio",
    "hw.status, 1, updown, hw_status",
    "hw.temperature, Cel, gauge, hw_temperature_celsius",
    "hw.fan.speed, rpm, gauge, hw_fan_speed_rpm",
    "hw.voltage, V, gauge, hw_voltage_volts",
    "hw.current, A, gauge, hw_current_amperes",
    "hw.power, W, gauge, hw_power_watts",
    "hw.energy, J, counter, hw_energy_joules_total",
    "procpush.collection.cpu.time, s, counter, procpush_collection_cpu_time_seconds_total",
    "node_cpu_seconds_total, s, counter, node_cpu_seconds_total",
    "node_cpu_seconds_total, '', counter, node_cpu_seconds_total",
    "node_load1, 1, gauge, node_load1_ratio",
    "node_mountstats_nfs_total_read_bytes_total, By, counter, node_mountstats_nfs_read_bytes_total",
    "9.lives, '', gauge, _9_lives",
    "a..b__c, '', gauge, a_b_c",
    "rate, requests/min, gauge, rate_requests_per_min",
    "odd, {a}/s, gauge, odd_per_second",
    "odd, %, gauge, odd_percent",
  })
  void isThatOfTheCollector(String name, String unit, String kind, String expected) {
    assertThat(PrometheusName.of(name, unit, kind.equals("counter"), kind.equals("gauge")))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "network.interface.name, network_interface_name",
    "a..b, a__b",
    "a__b, a__b",
    "9lives, key_9lives",
    "_private, _private",
    "__name__, __name__",
    "überfluß, _berflu_",
    "\uD83D\uDE00s, _s",
  })
  void namesLabels(String attribute, String expected) {
    assertThat(PrometheusName.ofLabel(attribute)).isEqualTo(expected);
  }
}
