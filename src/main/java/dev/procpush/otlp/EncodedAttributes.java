// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.internal.otlp.KeyValueMarshaler;
import java.util.IdentityHashMap;

/// The attributes of the series that are new in one export, as a data point of numbers has them.
/// Many series share an instance, and so its bytes. They keep them: this lives no longer than the
/// export.
final class EncodedAttributes {
  private static final int ATTRIBUTES = 7;
  private static final byte[] NONE = {};

  private final IdentityHashMap<Attributes, byte[]> encoded = new IdentityHashMap<>();

  /// The attributes as repeated fields of a data point.
  byte[] of(Attributes attributes) {
    return attributes.isEmpty()
        ? NONE
        : encoded.computeIfAbsent(attributes, EncodedAttributes::encode);
  }

  /// How many were encoded.
  int count() {
    return encoded.size();
  }

  private static byte[] encode(Attributes attributes) {
    return ProtobufOutput.bytes(
        out -> {
          for (KeyValueMarshaler attribute : KeyValueMarshaler.createForAttributes(attributes)) {
            out.message(ATTRIBUTES, ProtobufOutput.bytes(attribute));
          }
        });
  }
}
