// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.config.ConfigException;
import dev.procpush.selfmonitor.ExportStatistics;
import io.opentelemetry.sdk.autoconfigure.spi.internal.DefaultConfigProperties;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of the user's `OTEL_*` variables.
final class SettingsTest {
  @Test
  void leavesTheEndpointToTheProtocol() {
    assertThat(properties().endpoint()).isEqualTo("http://localhost:4317");
    assertThat(properties("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf").endpoint())
        .isEqualTo("http://localhost:4318");
    assertThat(SdkProperties.defaults(100)).doesNotContainKey("otel.exporter.otlp.endpoint");
  }

  @Test
  void hidesAPasswordInTheEndpoint() {
    assertThat(
            properties("OTEL_EXPORTER_OTLP_ENDPOINT", "https://me:secret@collector:4317")
                .shownEndpoint())
        .isEqualTo("https://collector:4317");
  }

  @Test
  void takesAnEmptyVariableForOneThatIsNotSet() {
    SdkProperties properties =
        properties(
            "OTEL_EXPORTER_OTLP_ENDPOINT", "",
            "OTEL_METRIC_EXPORT_INTERVAL", "",
            "OTEL_METRICS_EXPORTER", "");
    assertThat(properties.endpoint()).isEqualTo("http://localhost:4317");
    assertThat(properties.interval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(properties.sendsOtlp()).isTrue();
    create("OTEL_EXPORTER_OTLP_ENDPOINT", "").close();
  }

  @Test
  void holdsTwiceTheSeriesThereMayBe() {
    assertThat(SdkProperties.defaults(50_000))
        .containsEntry("otel.java.metrics.cardinality.limit", "102000");
    assertThat(SdkProperties.defaults(Long.MAX_VALUE))
        .containsEntry("otel.java.metrics.cardinality.limit", "2147483647");
  }

  @Test
  void giveARequestHalfOfTheExportsTime() {
    assertThat(properties().budget())
        .isEqualTo(new ExportBudget(Duration.ofSeconds(6), Duration.ofSeconds(3)));
    assertThat(properties("OTEL_EXPORTER_OTLP_TIMEOUT", "500").budget().request())
        .isEqualTo(Duration.ofMillis(500));
    assertThat(properties("OTEL_METRIC_EXPORT_INTERVAL", "60000").budget().request())
        .isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void saysWhenItClampsTheTimeout() {
    assertThat(properties().clampedTimeout()).isNull();
    assertThat(properties("OTEL_EXPORTER_OTLP_METRICS_TIMEOUT", "2500").clampedTimeout()).isNull();
    assertThat(properties("OTEL_EXPORTER_OTLP_TIMEOUT", "10000").clampedTimeout())
        .contains("OTEL_EXPORTER_OTLP_TIMEOUT=10000", "3000 ms");
    assertThat(properties("OTEL_EXPORTER_OTLP_TIMEOUT", "0").budget().request())
        .isEqualTo(Duration.ofSeconds(3));
    try (CapturedLog log = new CapturedLog()) {
      create("OTEL_EXPORTER_OTLP_TIMEOUT", "10000").close();
      assertThat(log.lines()).singleElement().asString().contains("WARN", "3000 ms");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:4317, none",
    "http://collector:4317, none",
    "http://10.0.0.7:4317, none",
    "http://172.20.1.1:4317, none",
    "http://192.168.0.1:4317, none",
    "http://169.254.1.1:4317, none",
    "http://100.64.1.1:4317, none",
    "http://[::1]:4317, none",
    "http://[fd00::1]:4317, none",
    "http://[fe80::1]:4317, none",
    "http://otel.observability.svc:4317, none",
    "http://otel.observability.svc.cluster.local:4317, none",
    "http://host.docker.internal:4317, none",
    "http://printer.local.:4317, none",
    "https://otlp.example.com:4317, gzip",
    "https://otlp.example.com.:4317, gzip",
    "http://203.0.113.9:4317, gzip",
    "http://[2001:db8::1]:4317, gzip",
    "http://100.128.1.1:4317, gzip"
  })
  void compressesOnlyOnTheWayToPublicAddresses(String endpoint, String compression) {
    assertThat(overrides("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint))
        .containsEntry("otel.exporter.otlp.metrics.compression", compression);
  }

  @Test
  void leavesCompressionToTheUser() {
    assertThat(
            overrides(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "https://otlp.example.com",
                "OTEL_EXPORTER_OTLP_COMPRESSION",
                "none"))
        .containsEntry("otel.exporter.otlp.metrics.compression", "none");
    assertThat(overrides("OTEL_EXPORTER_OTLP_METRICS_COMPRESSION", "gzip"))
        .containsEntry("otel.exporter.otlp.metrics.compression", "gzip");
  }

  @Test
  void sendsNeitherTracesNorLogsWhateverTheEnvironmentWants() {
    create(
            "OTEL_TRACES_EXPORTER", "zipkin",
            "OTEL_LOGS_EXPORTER", "otlp",
            "OTEL_PROPAGATORS", "b3")
        .close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OTEL_CONFIG_FILE | /etc/otel.yaml | OTEL_CONFIG_FILE is set",
        "OTEL_EXPERIMENTAL_CONFIG_FILE | x | OTEL_EXPERIMENTAL_CONFIG_FILE is set",
        "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE | Delta | cumulativetodelta",
        "OTEL_METRICS_EXPORTER | prometheus | may be otlp, console or none",
        "OTEL_METRIC_EXPORT_INTERVAL | abc | OTEL_METRIC_EXPORT_INTERVAL=abc is not a time: it"
            + " takes milliseconds, as in 10000, or",
        "OTEL_METRIC_EXPORT_INTERVAL | 5x | OTEL_METRIC_EXPORT_INTERVAL=5x is not a time: it takes",
        "OTEL_METRIC_EXPORT_INTERVAL | 0 | at least 100",
        "OTEL_METRIC_EXPORT_INTERVAL | -5 | at least 100",
        "OTEL_EXPORTER_OTLP_TIMEOUT | 10 parsecs | OTEL_EXPORTER_OTLP_TIMEOUT",
        "OTEL_EXPORTER_OTLP_ENDPOINT | localhost:4317 | localhost:4317",
        "OTEL_EXPORTER_OTLP_ENDPOINT | unix:///run/otel | unix",
        "OTEL_EXPORTER_OTLP_PROTOCOL | http/json | OTEL_EXPORTER_OTLP_PROTOCOL=http/json is not"
            + " supported: it may be grpc or http/protobuf",
        "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL | x | OTEL_EXPORTER_OTLP_METRICS_PROTOCOL=x is not",
        "OTEL_EXPORTER_OTLP_COMPRESSION | brotli | brotli",
        "OTEL_EXPORTER_OTLP_CERTIFICATE | /no/such.pem |"
            + " OTEL_EXPORTER_OTLP_CERTIFICATE=/no/such.pem is no such file: it names a PEM file"
            + " with the certificate of the Collector's CA",
        "OTEL_EXPORTER_OTLP_METRICS_CERTIFICATE | /etc |"
            + " OTEL_EXPORTER_OTLP_METRICS_CERTIFICATE=/etc is not a file: it names",
        "OTEL_EXPORTER_OTLP_CERTIFICATE | pom.xml | OTEL_EXPORTER_OTLP_CERTIFICATE=pom.xml is not a"
            + " PEM file",
        "OTEL_EXPORTER_OTLP_CLIENT_KEY | pom.xml | OTEL_EXPORTER_OTLP_CLIENT_KEY is set and"
            + " OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE is not",
        "OTEL_EXPORTER_OTLP_HEADERS | a b | OTEL_EXPORTER_OTLP_HEADERS has an entry that is not"
            + " key=value: it takes authorization=Bearer%20TOKEN",
        "OTEL_EXPORTER_OTLP_HEADERS | a b=c | OTEL_EXPORTER_OTLP_HEADERS has a name with a"
            + " character",
        "OTEL_RESOURCE_ATTRIBUTES | foo | OTEL_RESOURCE_ATTRIBUTES has an entry that is not"
            + " key=value: it takes host.name=web-7",
        "OTEL_JAVA_METRICS_CARDINALITY_LIMIT | many | OTEL_JAVA_METRICS_CARDINALITY_LIMIT",
      })
  void refusesWhatCannotWorkInOneLine(String name, String value, String reason) {
    assertThatThrownBy(() -> create(name, value))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(reason)
        .message()
        .hasLineCount(1);
  }

  /// A header that cannot be sent is refused at the start, and its value, which may be a secret, is
  /// not shown.
  @ParameterizedTest
  @ValueSource(strings = {"s3cr3té", "s3cr3t%0A", "s3cr3t%C3%A9", "s3cr3t\u007f", "s3cr3t\nx"})
  void showsNoValueOfAHeaderThatCannotBeSent(String value) {
    assertThatThrownBy(() -> create("OTEL_EXPORTER_OTLP_HEADERS", "x-api-key=" + value))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("OTEL_EXPORTER_OTLP_HEADERS has a value with a character")
        .message()
        .doesNotContain("s3cr3t")
        .hasLineCount(1);
  }

  @Test
  void takesAHeaderWithEachCharacterThatItMayHave() {
    create("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20a~b%7E%2C;x,x-t= 1 ").close();
  }

  @ParameterizedTest
  @CsvSource({"cumulative", "lowmemory", "LowMemory"})
  void takesWhatIsCumulative(String preference) {
    create("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", preference).close();
  }

  @ParameterizedTest
  @CsvSource({"OTEL_METRICS_EXPORTER, none", "OTEL_SDK_DISABLED, true"})
  void saysSoWhereNothingIsToBeSent(String name, String value) {
    try (CapturedLog log = new CapturedLog();
        Telemetry telemetry = create(name, value)) {
      telemetry.start();
      assertThat(log.lines()).singleElement().asString().contains("Nothing is collected");
      assertThat(telemetry.collector().state()).isEqualTo(CollectorLink.State.UNKNOWN);
    }
  }

  private static Telemetry create(String... environment) {
    return Telemetry.create(
        ToyAgent.settings(variables(environment)), new ExportStatistics(), System.err);
  }

  private static Map<String, String> overrides(String... environment) {
    return properties(environment).overrides(true);
  }

  private static SdkProperties properties(String... environment) {
    Map<String, String> defaults = SdkProperties.defaults(1_000);
    Map<String, @Nullable String> all = new HashMap<>(defaults);
    all.putAll(SdkProperties.fromEnvironment(variables(environment), defaults));
    Map<String, String> set = new HashMap<>();
    all.forEach(
        (name, value) -> {
          if (value != null) {
            set.put(name, value);
          }
        });
    return new SdkProperties(DefaultConfigProperties.createFromMap(set));
  }

  private static Map<String, String> variables(String... pairs) {
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      variables.put(pairs[i], pairs[i + 1]);
    }
    return variables;
  }
}
