// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import io.opentelemetry.exporter.internal.otlp.metrics.MetricsRequestMarshaler;
import io.opentelemetry.sdk.metrics.data.MetricData;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Collection;

/// The forms in which a collection can be shown. Each ends with a line break, and none has anything
/// in it that a terminal would obey.
public final class MetricsText {
  private MetricsText() {}

  /// Prints an aligned table for people.
  public static void printTable(Collection<MetricData> metrics, PrintStream target) {
    new PointTable(metrics).print(target);
  }

  /// Names and labels as Prometheus has them, in its text format.
  public static String prometheus(Collection<MetricData> metrics) {
    return new PrometheusText(metrics).text();
  }

  /// Prints the export request in OTLP's JSON encoding, one document in one line. JSON may have
  /// what is escaped in strings only, and there this is another way to write it.
  public static void printOtlpJson(Collection<MetricData> metrics, PrintStream target) {
    try (EscapedUtf8 escaped = new EscapedUtf8(target)) {
      MetricsRequestMarshaler.create(metrics).writeJsonTo(escaped);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    target.print('\n');
  }
}
