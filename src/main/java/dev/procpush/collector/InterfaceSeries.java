// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;

/// The attribute sets of one network interface's series: built once, used as the SDK's map keys
/// while the interface lives.
///
/// @param plain the namespace's identity and the interface's name
/// @param receive as `plain`, of packets coming in
/// @param transmit as `plain`, of packets going out
public record InterfaceSeries(Attributes plain, Attributes receive, Attributes transmit) {
  private static final AttributeKey<String> NAME = AttributeKey.stringKey("network.interface.name");
  private static final AttributeKey<String> DIRECTION =
      AttributeKey.stringKey("network.io.direction");

  static InterfaceSeries of(Attributes identity, String interfaceName) {
    Attributes plain = identity.toBuilder().put(NAME, interfaceName).build();
    return new InterfaceSeries(
        plain,
        plain.toBuilder().put(DIRECTION, "receive").build(),
        plain.toBuilder().put(DIRECTION, "transmit").build());
  }
}
