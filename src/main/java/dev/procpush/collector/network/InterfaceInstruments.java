// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import dev.procpush.collector.Instruments;
import dev.procpush.collector.Scope;
import dev.procpush.collector.ScopedInstrument;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import org.jspecify.annotations.Nullable;

/// The state of a network interface as metrics, whether netlink or sysfs tells of it.
final class InterfaceInstruments {
  static final AttributeKey<String> NAME = AttributeKey.stringKey("network.interface.name");
  private static final AttributeKey<String> MAC = AttributeKey.stringKey("network.interface.mac");
  private static final AttributeKey<String> OPERSTATE =
      AttributeKey.stringKey("network.interface.operstate");
  private static final AttributeKey<Long> INDEX = AttributeKey.longKey("network.interface.index");

  private final ScopedInstrument up;
  private final ScopedInstrument carrierChanges;
  private final ScopedInstrument mtu;
  private final ScopedInstrument info;

  InterfaceInstruments(Instruments instruments) {
    up =
        instruments
            .metric(
                "network.interface.up",
                "{interface}",
                "1 while the interface can pass packets, else 0")
            .upDownCounter();
    carrierChanges =
        instruments
            .metric(
                "network.interface.carrier_changes",
                "{change}",
                "Changes of the interface's carrier between up and down")
            .counter();
    mtu =
        instruments
            .metric(
                "network.interface.mtu",
                "By",
                "Maximum transmission unit of the interface: the largest packet that it sends")
            .gauge();
    info =
        instruments
            .metric(
                "network.interface.info",
                "{interface}",
                "Interface and its properties, in the attributes: always 1")
            .upDownCounter();
  }

  /// How many points an interface has.
  int points(Scope scope) {
    return (up.isOn(scope) ? 1 : 0)
        + (carrierChanges.isOn(scope) ? 1 : 0)
        + (mtu.isOn(scope) ? 1 : 0)
        + (info.isOn(scope) ? 1 : 0);
  }

  boolean hasInfo(Scope scope) {
    return info.isOn(scope);
  }

  void up(Scope scope, boolean isUp, Attributes attributes) {
    up.record(scope, isUp ? 1 : 0, attributes);
  }

  void carrierChanges(Scope scope, long changes, Attributes attributes) {
    carrierChanges.record(scope, changes, attributes);
  }

  void mtu(Scope scope, long bytes, Attributes attributes) {
    mtu.record(scope, bytes, attributes);
  }

  void info(Scope scope, Attributes attributes) {
    info.record(scope, 1, attributes);
  }

  /// What both sources tell of an interface.
  static AttributesBuilder describe(
      Attributes identity,
      String name,
      @Nullable String mac,
      @Nullable String operState,
      long index) {
    AttributesBuilder attributes = identity.toBuilder().put(NAME, name).put(INDEX, index);
    if (mac != null) {
      attributes.put(MAC, mac);
    }
    if (operState != null) {
      attributes.put(OPERSTATE, operState);
    }
    return attributes;
  }
}
