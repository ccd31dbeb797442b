// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import io.opentelemetry.sdk.metrics.data.MetricData;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// Name, description and unit of each metric, encoded once: an agent has as many as instruments.
final class MetricHeads {
  private static final int NAME = 1;
  private static final int DESCRIPTION = 2;
  private static final int UNIT = 3;

  private final Map<Head, byte[]> encoded = new HashMap<>();

  private record Head(String name, String description, String unit) {
    void write(ProtobufOutput out) throws IOException {
      out.string(NAME, name);
      out.string(DESCRIPTION, description);
      out.string(UNIT, unit);
    }
  }

  /// The metric's first fields.
  byte[] of(MetricData metric) {
    Head head = new Head(metric.getName(), metric.getDescription(), metric.getUnit());
    return encoded.computeIfAbsent(head, it -> ProtobufOutput.bytes(it::write));
  }
}
