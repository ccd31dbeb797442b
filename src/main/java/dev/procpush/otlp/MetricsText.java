// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import io.opentelemetry.exporter.internal.otlp.metrics.MetricsRequestMarshaler;
import io.opentelemetry.sdk.metrics.data.MetricData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/// The forms in which a collection can be shown. Each ends with a line break, and none has anything
/// in it that a terminal would obey.
public final class MetricsText {
  private MetricsText() {}

  /// An aligned table for people.
  public static String table(Collection<MetricData> metrics) {
    return new PointTable(metrics).text();
  }

  /// Names and labels as Prometheus has them, in its text format.
  public static String prometheus(Collection<MetricData> metrics) {
    return new PrometheusText(metrics).text();
  }

  /// The export request in OTLP's JSON encoding, one document in one line.
  public static String otlpJson(Collection<MetricData> metrics) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      MetricsRequestMarshaler.create(metrics).writeJsonTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return escapeInStrings(bytes.toString(StandardCharsets.UTF_8)) + "\n";
  }

  /// JSON may have such characters in strings only, and there this is another way to write them.
  private static String escapeInStrings(String json) {
    return TextEscapes.escape(json);
  }
}
