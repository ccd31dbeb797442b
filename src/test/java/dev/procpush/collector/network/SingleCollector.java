// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector.network;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.procpush.collector.Instruments;
import dev.procpush.collector.MetricFilter;
import dev.procpush.collector.NamespaceCollector;
import dev.procpush.collector.NamespaceReader;
import dev.procpush.collector.NamespaceSeries;
import dev.procpush.collector.NamespaceSeriesFixture;
import dev.procpush.collector.PointLines;
import dev.procpush.linux.NamespaceFiles;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/// A collector over a real SDK.
final class SingleCollector {
  private final InMemoryMetricReader reader = InMemoryMetricReader.create();
  private final Meter meter =
      SdkMeterProvider.builder().registerMetricReader(reader).build().get("test");
  private final Instruments instruments;
  private final NamespaceCollector collector;

  SingleCollector(MetricFilter filter, Function<Instruments, NamespaceCollector> make) {
    instruments = new Instruments(meter, filter);
    collector = make.apply(instruments);
  }

  NamespaceCollector collector() {
    return collector;
  }

  /// What it records in one run, as [PointLines].
  List<String> lines(NamespaceFiles files, NamespaceSeries series) throws Exception {
    return PointLines.of(
        NamespaceSeriesFixture.collect(
            meter,
            reader,
            instruments,
            () -> collector.observe(new NamespaceReader(files), series)));
  }

  /// A file of `src/test/fixtures`.
  static String fixture(String path) throws IOException {
    return Files.readString(Path.of("src/test/fixtures", path), ISO_8859_1);
  }
}
