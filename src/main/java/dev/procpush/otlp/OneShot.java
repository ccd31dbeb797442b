// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The SDK for a single collection that is sent nowhere: `procpush once`.
public final class OneShot {
  private final TelemetrySettings settings;
  private final OnDemandReader reader;
  private final SdkAssembly.Built sdk;

  private OneShot(TelemetrySettings settings, OnDemandReader reader, SdkAssembly.Built sdk) {
    this.settings = settings;
    this.reader = reader;
    this.sdk = sdk;
  }

  /// Builds it with the resource that a pushing agent would have.
  ///
  /// @throws dev.procpush.config.ConfigException when the user's settings cannot work
  public static OneShot create(TelemetrySettings settings) {
    Map<String, String> environment = new HashMap<>(settings.environment());
    environment.remove("OTEL_SDK_DISABLED"); // who asks wants to see something
    TelemetrySettings enabled =
        new TelemetrySettings(
            environment,
            settings.hostName(),
            settings.hostId(),
            settings.version(),
            settings.seriesLimit(),
            settings.maxRequestBytes());
    OnDemandReader reader = new OnDemandReader();
    return new OneShot(enabled, reader, SdkAssembly.build(enabled, new Parts(reader)));
  }

  /// The meter of all the agent's instruments.
  public Meter meter() {
    return sdk.meterProvider()
        .meterBuilder(Telemetry.SCOPE)
        .setInstrumentationVersion(settings.version())
        .build();
  }

  /// Collects now, on this thread.
  ///
  /// @return all metrics, by name
  public List<MetricData> collect() {
    List<MetricData> metrics = new ArrayList<>(reader.collect());
    metrics.sort(Comparator.comparing(MetricData::getName));
    return metrics;
  }

  private record Parts(OnDemandReader reader) implements SdkAssembly.Parts {
    @Override
    public boolean sends(SdkProperties properties) {
      return false;
    }

    @Override
    public MetricExporter exporter(
        MetricExporter sdks, OtlpSenders senders, SdkProperties properties) {
      return sdks;
    }

    @Override
    public MetricReader reader(SdkProperties properties) {
      return reader;
    }

    @Override
    public List<MetricReader> otherReaders(SdkProperties properties) {
      return List.of(reader);
    }
  }
}
