// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import dev.procpush.config.ConfigException;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.SdkMeterProviderBuilder;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.resources.Resource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The building of the SDK: autoconfiguration from the user's settings, with the agent's defaults,
/// resource, exporter and readers put in.
final class SdkAssembly {
  /// What differs between an SDK that pushes and one that is asked once.
  interface Parts {
    /// Whether there is an OTLP exporter.
    boolean sends(SdkProperties properties);

    /// What stands before the SDK's exporter.
    ///
    /// @param senders have the sender of an exporter that is built
    MetricExporter exporter(MetricExporter sdks, OtlpSenders senders, SdkProperties properties);

    /// What collects for that exporter.
    MetricReader reader(SdkProperties properties);

    /// What collects beside it.
    List<MetricReader> otherReaders(SdkProperties properties);
  }

  /// The SDK.
  ///
  /// @param meterProvider gives the meter
  /// @param resource who the agent says it is
  /// @param properties the user's settings over the agent's defaults
  record Built(SdkMeterProvider meterProvider, Resource resource, SdkProperties properties) {}

  private final TelemetrySettings settings;
  private final Parts parts;
  private final Map<String, String> defaults;
  private @Nullable SdkProperties properties;
  private @Nullable Resource resource;

  private SdkAssembly(TelemetrySettings settings, Parts parts) {
    this.settings = settings;
    this.parts = parts;
    this.defaults = SdkProperties.defaults(settings.seriesLimit());
  }

  /// @throws ConfigException when the user's settings cannot work
  static Built build(TelemetrySettings settings, Parts parts) {
    SdkProperties.refuseConfigFile(settings.environment());
    SdkAssembly assembly = new SdkAssembly(settings, parts);
    try {
      return assembly.build();
    } catch (ConfigurationException e) {
      throw new ConfigException(SettingComplaint.line(e, assembly.properties), e);
    }
  }

  private Built build() {
    OtlpSenders senders = new OtlpSenders();
    AutoConfiguredOpenTelemetrySdk sdk =
        AutoConfiguredOpenTelemetrySdk.builder()
            .setComponentLoader(senders)
            .disableShutdownHook()
            .addPropertiesSupplier(() -> defaults)
            .addPropertiesCustomizer(
                _ -> SdkProperties.fromEnvironment(settings.environment(), defaults))
            .addPropertiesCustomizer(this::overrides)
            .addResourceCustomizer((found, _) -> complete(found))
            .addMetricExporterCustomizer((sdks, _) -> parts.exporter(sdks, senders, properties()))
            .addMetricReaderCustomizer((_, _) -> parts.reader(properties()))
            .addMeterProviderCustomizer((builder, _) -> addReaders(builder))
            .build();
    Resource completed = resource;
    return new Built(
        sdk.getOpenTelemetrySdk().getSdkMeterProvider(),
        completed == null ? Resource.getDefault() : completed,
        properties());
  }

  private Map<String, String> overrides(ConfigProperties config) {
    SdkProperties read = new SdkProperties(config);
    properties = read;
    boolean sends = parts.sends(read);
    if (sends) {
      SettingComplaint.refuse(read);
    }
    return read.overrides(sends);
  }

  private Resource complete(Resource found) {
    Resource completed = AgentResource.complete(found, settings, properties().unwantedKeys());
    resource = completed;
    return completed;
  }

  private SdkMeterProviderBuilder addReaders(SdkMeterProviderBuilder builder) {
    int limit = properties().cardinalityLimit();
    parts
        .otherReaders(properties())
        .forEach(reader -> builder.registerMetricReader(reader, _ -> limit));
    return builder;
  }

  private SdkProperties properties() {
    SdkProperties read = properties;
    if (read == null) {
      throw new IllegalStateException("the settings are read first");
    }
    return read;
  }
}
