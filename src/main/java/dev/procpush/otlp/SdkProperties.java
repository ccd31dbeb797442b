// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import dev.procpush.config.ConfigException;
import dev.procpush.text.TextEscapes;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The SDK's settings as the agent wants them: the user's, with defaults where the user says
/// nothing, and a refusal where what the user says cannot work.
final class SdkProperties {
  static final String INTERVAL = "otel.metric.export.interval";
  static final String EXPORTERS = "otel.metrics.exporter";
  static final String TELEMETRY_VERSION = "otel.experimental.sdk.telemetry.version";

  private static final String CONFIG_FILE = "otel.config.file";
  private static final String CARDINALITY = "otel.java.metrics.cardinality.limit";
  private static final String TEMPORALITY = "otel.exporter.otlp.metrics.temporality.preference";
  private static final String DISABLED_PROVIDERS = "otel.java.disabled.resource.providers";
  private static final String UNWANTED_KEYS = "otel.resource.disabled.keys";
  private static final String RANDOM_INSTANCE_ID =
      "io.opentelemetry.sdk.autoconfigure.ServiceInstanceIdResourceProvider";
  private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(10);
  private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
  private static final int CARDINALITY_MARGIN = 2_000;

  private final ConfigProperties config;

  /// @param config the user's settings over the defaults
  SdkProperties(ConfigProperties config) {
    this.config = config;
  }

  /// Stops the start where the user wants the SDK to be configured from a file: it would ignore all
  /// else, and the agent's part with it.
  static void refuseConfigFile(Map<String, String> environment) {
    for (String name : List.of("OTEL_CONFIG_FILE", "OTEL_EXPERIMENTAL_CONFIG_FILE")) {
      if (!environment.getOrDefault(name, "").isBlank()) {
        throw new ConfigException(
            name
                + " is set: procpush cannot take the SDK's settings from a file. Unset it, and use"
                + " the OTEL_* variables (OTEL_EXPORTER_OTLP_ENDPOINT, …)");
      }
    }
    if (System.getProperty(CONFIG_FILE) != null) {
      throw new ConfigException("The system property " + CONFIG_FILE + " is not supported");
    }
  }

  /// What holds where the user says nothing. No endpoint is among it: its default depends on the
  /// protocol, and the SDK knows it.
  static Map<String, String> defaults(long seriesLimit) {
    long cardinality =
        Math.min(
            Integer.MAX_VALUE,
            2L * Math.clamp(seriesLimit, 0, Integer.MAX_VALUE) + CARDINALITY_MARGIN);
    return Map.of(
        EXPORTERS,
        "otlp",
        INTERVAL,
        Long.toString(DEFAULT_INTERVAL.toMillis()),
        CARDINALITY,
        Long.toString(cardinality),
        "otel.metrics.exemplar.filter",
        "always_off",
        TELEMETRY_VERSION,
        "latest");
  }

  /// The variables that the agent was started with, as the SDK's properties. An empty variable is
  /// one that is not set.
  static Map<String, @Nullable String> fromEnvironment(
      Map<String, String> environment, Map<String, String> defaults) {
    Map<String, @Nullable String> properties = new HashMap<>();
    environment.forEach(
        (name, value) -> {
          String property = name.toLowerCase(Locale.ROOT).replace('_', '.');
          if (name.startsWith("OTEL_") && System.getProperty(property) == null) {
            properties.put(property, value.isBlank() ? defaults.get(property) : value);
          }
        });
    return properties;
  }

  /// What the agent sets whatever the user says, and whether what the user says can work at all.
  ///
  /// @param sends whether there is an OTLP exporter
  Map<String, String> overrides(boolean sends) {
    refuseDelta();
    Map<String, String> overrides = new HashMap<>();
    overrides.put("otel.traces.exporter", "none");
    overrides.put("otel.logs.exporter", "none");
    overrides.put("otel.propagators", "none");
    overrides.put(EXPORTERS, sends ? "otlp" : "none");
    overrides.put(INTERVAL, interval().toMillis() + "ms");
    overrides.put("otel.exporter.otlp.metrics.timeout", budget().request().toMillis() + "ms");
    overrides.put("otel.exporter.otlp.metrics.compression", compression());
    List<String> disabled = new ArrayList<>(config.getList(DISABLED_PROVIDERS));
    disabled.add(RANDOM_INSTANCE_ID);
    overrides.put(DISABLED_PROVIDERS, String.join(",", disabled));
    return overrides;
  }

  private void refuseDelta() {
    String temporality = config.getString(TEMPORALITY);
    if (temporality != null && temporality.strip().toLowerCase(Locale.ROOT).equals("delta")) {
      throw new ConfigException(
          "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE=delta is not supported: procpush sends"
              + " the kernel's cumulative counters. Unset it, and where a backend needs deltas, use"
              + " the Collector's cumulativetodelta processor");
    }
  }

  /// Where the data points go: `otlp`, `console` or both; empty for `none`.
  Set<String> exporters() {
    Set<String> names = new LinkedHashSet<>();
    for (String name : config.getList(EXPORTERS)) {
      switch (name) {
        case "otlp" -> names.add(name);
        case "console", "logging" -> names.add("console");
        case "none" -> {}
        default ->
            throw new ConfigException(
                "OTEL_METRICS_EXPORTER="
                    + TextEscapes.escape(name, 40)
                    + " is not supported: it may be otlp, console or none");
      }
    }
    return names;
  }

  /// Whether anything is sent to a Collector.
  boolean sendsOtlp() {
    return exporters().contains("otlp");
  }

  /// Whether the user has switched the SDK off.
  boolean disabled() {
    return config.getBoolean("otel.sdk.disabled", false);
  }

  /// Whether a request that failed may be tried again.
  boolean retries() {
    return !config.getBoolean("otel.java.exporter.otlp.retry.disabled", false);
  }

  /// The time from one collection to the next.
  Duration interval() {
    Duration interval = duration(INTERVAL, DEFAULT_INTERVAL);
    if (interval.compareTo(SHORTEST_INTERVAL) < 0) {
      throw new ConfigException(
          "OTEL_METRIC_EXPORT_INTERVAL="
              + interval.toMillis()
              + ": the interval has to be at least "
              + SHORTEST_INTERVAL.toMillis()
              + " (milliseconds)");
    }
    return interval;
  }

  /// How long an export may take.
  ExportBudget budget() {
    return ExportBudget.of(interval(), timeout());
  }

  /// What is wrong with the user's timeout, if anything.
  @Nullable String clampedTimeout() {
    boolean given = given("timeout") != null;
    ExportBudget budget = budget();
    if (!given || timeout().equals(budget.request())) {
      return null;
    }
    return "OTEL_EXPORTER_OTLP_TIMEOUT="
        + timeout().toMillis()
        + " would let an export run into the next collection: with an interval of "
        + interval().toMillis()
        + " a request gets "
        + budget.request().toMillis()
        + " ms";
  }

  private Duration timeout() {
    Duration general = duration("otel.exporter.otlp.timeout", DEFAULT_TIMEOUT);
    return duration("otel.exporter.otlp.metrics.timeout", general);
  }

  private Duration duration(String key, Duration otherwise) {
    Duration value = config.getDuration(key);
    return value == null ? otherwise : value;
  }

  /// The user's, else gzip where bytes cost more than computing time.
  private String compression() {
    String given = given("compression");
    if (given != null) {
      if (!given.equals("gzip") && !given.equals("none")) {
        throw new ConfigException(
            "OTEL_EXPORTER_OTLP_COMPRESSION="
                + TextEscapes.escape(given, 40)
                + " is not supported: it may be gzip or none");
      }
      return given;
    }
    return PublicAddress.isPublic(host()) ? "gzip" : "none";
  }

  private @Nullable String host() {
    try {
      return new URI(endpoint()).getHost();
    } catch (URISyntaxException _) {
      return null; // the SDK will say what is wrong with it
    }
  }

  /// Whether the protocol is http/protobuf, not gRPC.
  boolean http() {
    return "http/protobuf".equals(given("protocol"));
  }

  /// Where the Collector is.
  String endpoint() {
    String given = given("endpoint");
    if (given != null) {
      return given;
    }
    return http() ? "http://localhost:4318" : "http://localhost:4317";
  }

  /// The endpoint without a password it may hold.
  String shownEndpoint() {
    return endpoint().replaceFirst("//[^/@]*@", "//");
  }

  /// The most series that the SDK holds of one instrument.
  int cardinalityLimit() {
    Integer limit = config.getInt(CARDINALITY);
    return limit == null ? Integer.MAX_VALUE : limit;
  }

  /// The keys that the user wants in no resource.
  List<String> unwantedKeys() {
    return config.getList(UNWANTED_KEYS);
  }

  /// Whether the SDK's reader shall speak of itself in the older way.
  boolean legacyTelemetry() {
    return "legacy".equalsIgnoreCase(config.getString(TELEMETRY_VERSION));
  }

  /// The variable that such a setting is from, or would be.
  String variable(String name) {
    String ofMetrics = config.getString("otel.exporter.otlp.metrics." + name);
    boolean general = ofMetrics == null || ofMetrics.isBlank();
    return (general ? "OTEL_EXPORTER_OTLP_" : "OTEL_EXPORTER_OTLP_METRICS_")
        + name.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  /// A setting for metrics, else for all signals.
  @Nullable String given(String name) {
    String ofMetrics = config.getString("otel.exporter.otlp.metrics." + name);
    if (ofMetrics != null && !ofMetrics.isBlank()) {
      return ofMetrics;
    }
    String ofAll = config.getString("otel.exporter.otlp." + name);
    return ofAll == null || ofAll.isBlank() ? null : ofAll;
  }
}
