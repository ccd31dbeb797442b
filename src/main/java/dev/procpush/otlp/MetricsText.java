// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import io.opentelemetry.exporter.internal.otlp.metrics.LowAllocationMetricsRequestMarshaler;
import io.opentelemetry.sdk.metrics.data.MetricData;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Collection;

/// The forms in which a collection can be shown. Each ends with a line break, and none has anything
/// in it that a terminal would obey. They are printed piece by piece: as a whole they may be more
/// than fits into memory.
public final class MetricsText {
  private MetricsText() {}

  /// Prints an aligned table for people.
  public static void printTable(Collection<MetricData> metrics, PrintStream target) {
    new PointTable(metrics).print(target);
  }

  /// Prints names and labels as Prometheus has them, in its text format.
  public static void printPrometheus(Collection<MetricData> metrics, PrintStream target) {
    new PrometheusText(target).print(metrics);
  }

  /// Prints the export request in OTLP's JSON encoding, one document in one line. JSON may have
  /// what is escaped in strings only, and there this is another way to write it.
  public static void printOtlpJson(Collection<MetricData> metrics, PrintStream target) {
    try (EscapedUtf8 escaped = new EscapedUtf8(target)) {
      LowAllocationMetricsRequestMarshaler request = new LowAllocationMetricsRequestMarshaler();
      request.initialize(metrics);
      request.writeJsonTo(escaped);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    target.print('\n');
  }
}
