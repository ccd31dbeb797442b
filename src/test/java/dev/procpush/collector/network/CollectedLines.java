// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import dev.procpush.collector.FakeFiles;
import dev.procpush.collector.HostFiles;
import dev.procpush.collector.Instruments;
import dev.procpush.collector.MetricFilter;
import dev.procpush.collector.NamespaceCollector;
import dev.procpush.collector.NamespaceReader;
import dev.procpush.collector.NamespaceSeries;
import dev.procpush.collector.NamespaceSeriesFixture;
import dev.procpush.collector.PointLines;
import dev.procpush.linux.KernelFiles;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// One collector over a real SDK, and its points as [PointLines].
final class CollectedLines {
  private final InMemoryMetricReader reader = InMemoryMetricReader.create();
  private final Meter meter =
      SdkMeterProvider.builder().registerMetricReader(reader).build().get("test");
  private final Instruments instruments;

  CollectedLines() {
    this(MetricFilter.DEFAULT);
  }

  CollectedLines(MetricFilter filter) {
    instruments = new Instruments(meter, filter);
  }

  Instruments instruments() {
    return instruments;
  }

  /// What one visit records.
  List<String> of(NamespaceCollector collector, FakeFiles files, NamespaceSeries series)
      throws Exception {
    return PointLines.of(
        NamespaceSeriesFixture.collect(
            meter,
            reader,
            instruments,
            () -> collector.observe(new NamespaceReader(files), series)));
  }

  /// A kernel of which nothing is known beforehand.
  static NetworkSources sources(Predicate<String> protocols) {
    return sources(protocols, Set.of());
  }

  static NetworkSources sources(Predicate<String> protocols, Set<String> fields) {
    return new NetworkSources(
        new HostFiles(KernelFiles.ofDirectory(Path.of("/nowhere")), "proc", "sys"),
        4096,
        protocols,
        fields,
        TcpTables.ALWAYS,
        true,
        false);
  }
}
