// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import dev.procpush.collector.Instruments;
import dev.procpush.collector.MetricFilter;
import dev.procpush.collector.NamespaceSeries;
import dev.procpush.collector.NamespaceSeriesFixture;
import dev.procpush.collector.PointLines;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Runs collectors over a real SDK.
final class CollectorRuns {
  private final InMemoryMetricReader reader = InMemoryMetricReader.create();
  private final Meter meter =
      SdkMeterProvider.builder().registerMetricReader(reader).build().get("test");
  private final Instruments instruments;

  CollectorRuns(MetricFilter filter) {
    instruments = new Instruments(meter, filter);
  }

  Instruments instruments() {
    return instruments;
  }

  /// The points of one visit, as lines; then the next visit begins.
  List<String> points(NamespaceSeries series, NamespaceSeriesFixture.Observation observation)
      throws Exception {
    List<String> lines =
        PointLines.of(NamespaceSeriesFixture.collect(meter, reader, instruments, observation));
    NamespaceSeriesFixture.nextVisit(series);
    return lines;
  }

  /// One of the kernel's answers in `src/test/fixtures/captured/netlink-6.18`.
  static byte[] answer(String name) throws IOException {
    return Files.readAllBytes(
        Path.of("src/test/fixtures/captured/netlink-6.18/proc/7180/netlink", name + ".bin"));
  }
}
