// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import dev.procpush.collector.InstrumentBuilder;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedDouble;
import dev.procpush.collector.ScopedInstrument;
import dev.procpush.collector.SnakeCase;
import dev.procpush.parse.KernelNumber;
import dev.procpush.parse.procfs.ProtocolCounters.Field;
import io.opentelemetry.api.common.Attributes;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A protocol counter as a metric. Name, unit and instrument follow from the kernel's name by rule,
/// so that a field that a later kernel adds has them as well.
final class ProtocolMetric {
  private static final double MILLISECONDS = 1000;
  private static final Set<String> UP_DOWN_COUNTERS =
      Set.of("Tcp_CurrEstab", "MPTcpExt_MPCurrEstab");
  private static final Set<String> GAUGES =
      Set.of("Ip_Forwarding", "Ip_DefaultTTL", "Tcp_RtoAlgorithm", "Tcp_MaxConn");
  private static final Set<String> MILLISECOND_GAUGES = Set.of("Tcp_RtoMin", "Tcp_RtoMax");
  private static final Set<String> MILLISECOND_COUNTERS = Set.of("TcpExt_TCPMemoryPressuresChrono");

  private static final Map<String, String> UNITS =
      Map.of(
          "Tcp_CurrEstab", "{connection}",
          "MPTcpExt_MPCurrEstab", "{connection}",
          "Tcp_MaxConn", "{connection}",
          "Ip_Forwarding", "{state}",
          "Tcp_RtoAlgorithm", "{state}",
          "Ip_DefaultTTL", "{hop}",
          "Tcp_RtoMin", "s",
          "Tcp_RtoMax", "s",
          "TcpExt_TCPMemoryPressuresChrono", "s");

  private static final Map<String, String> UNITS_BY_ENDING =
      Map.of(
          "Octets", "By",
          "Segs", "{segment}",
          "Datagrams", "{datagram}",
          "Msgs", "{message}",
          "Pkts", "{packet}",
          "Errors", "{error}",
          "Errs", "{error}");

  private final @Nullable ScopedInstrument whole;
  private final @Nullable ScopedDouble seconds;

  private ProtocolMetric(@Nullable ScopedInstrument whole, @Nullable ScopedDouble seconds) {
    this.whole = whole;
    this.seconds = seconds;
  }

  /// Makes the metric with its instruments.
  ///
  /// @param file where the kernel shows the field, as in `net/snmp`
  static ProtocolMetric of(Instruments instruments, Field field, String file) {
    String name = field.kernelName();
    InstrumentBuilder metric =
        instruments.metric(suffix(field), unit(field), description(field, file));
    if (MILLISECOND_COUNTERS.contains(name)) {
      return new ProtocolMetric(null, metric.doubleCounter());
    }
    if (MILLISECOND_GAUGES.contains(name)) {
      return new ProtocolMetric(null, metric.doubleGauge());
    }
    if (GAUGES.contains(name)) {
      return new ProtocolMetric(metric.gauge(), null);
    }
    boolean upDown = UP_DOWN_COUNTERS.contains(name);
    return new ProtocolMetric(upDown ? metric.upDownCounter() : metric.counter(), null);
  }

  boolean isOn(Scope scope) {
    return (whole != null && whole.isOn(scope)) || (seconds != null && seconds.isOn(scope));
  }

  /// Records the kernel's number.
  void record(Scope scope, long value, Attributes attributes) {
    if (whole != null) {
      whole.record(scope, value, attributes);
    } else if (seconds != null) {
      seconds.record(scope, KernelNumber.per(value, MILLISECONDS), attributes);
    }
  }

  private static String suffix(Field field) {
    return "network."
        + field.protocol().toLowerCase(Locale.ROOT)
        + "."
        + SnakeCase.of(field.name());
  }

  private static String unit(Field field) {
    String unit = UNITS.get(field.kernelName());
    if (unit != null) {
      return unit;
    }
    for (Map.Entry<String, String> ending : UNITS_BY_ENDING.entrySet()) {
      if (field.name().endsWith(ending.getKey())) {
        return ending.getValue();
      }
    }
    return "{event}";
  }

  private static String description(Field field, String file) {
    String known = ProtocolField.DESCRIPTIONS.get(field.kernelName());
    return known != null ? known : field.protocol() + " " + field.name() + " of " + file;
  }
}
