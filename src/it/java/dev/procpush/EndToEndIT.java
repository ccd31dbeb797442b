// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static dev.procpush.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.Backend.Demands;
import dev.procpush.PrometheusApi.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The agent as a process, a real Collector and a real Prometheus. Prometheus is asked for
/// everything it has: each series' value, its whole label set, and how many there are.
@RequiresBackend
final class EndToEndIT {

  /// Long enough for a request to be answered on a machine that has much else to do.
  private static final Duration INTERVAL = Duration.ofSeconds(8);

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String NETWORK = "{__name__=~'(system|container|netns)_network_.*'}";
  private static final String TOKEN = "open-sesame";

  @TempDir private Path folder;
  private ComposedHost host;

  @BeforeEach
  void compose() throws IOException {
    host = new ComposedHost(Files.createDirectory(folder.resolve("host")));
  }

  @Test
  void pushesOverGrpc() throws Exception {
    try (Backend backend = Backend.start(folder, Demands.NONE);
        AgentProcess agent = agent(grpc("http", backend))) {
      assertAllArrived(backend);
      assertThat(agent.stop()).isZero();
    }
  }

  @Test
  void pushesOverHttp() throws Exception {
    try (Backend backend = Backend.start(folder, Demands.NONE);
        AgentProcess agent = agent(http("http", backend))) {
      assertAllArrived(backend);
      assertThat(agent.stop()).isZero();
    }
  }

  @Test
  void addsNoSeriesWhenRestarted() throws Exception {
    try (Backend backend = Backend.start(folder, Demands.NONE)) {
      int series = 0;
      for (int start = 0; start < 3; start++) {
        try (AgentProcess agent = agent(grpc("http", backend))) {
          eventually(
              SOON, () -> assertThat(agent.lines()).anyMatch(line -> line.contains("takes")));
          assertAllArrived(backend);
          assertThat(agent.stop()).isZero();
        }
        // the reader's own metric comes last, with the second collection
        String late = "otel_sdk_metric_reader_collection_duration_seconds_count";
        eventually(SOON, () -> assertThat(backend.prometheus().query(late)).hasSize(1));
        int now = backend.prometheus().series("{job='procpush'}").size();
        assertThat(now).isGreaterThan(ComposedHost.series().size());
        assertThat(start == 0 ? now : series).isEqualTo(now);
        series = now;
      }
    }
  }

  @Test
  void trustsTheCollectorsAuthorityWhereToldSo() throws Exception {
    Certificates certificates = Certificates.make(folder);
    try (Backend backend = Backend.start(folder, new Demands(certificates, null))) {
      String authority = certificates.authority().toString();
      try (AgentProcess agent =
          agent(with(grpc("https", backend), "OTEL_EXPORTER_OTLP_CERTIFICATE", authority))) {
        assertAllArrived(backend);
        assertThat(agent.stop()).isZero();
      }
      try (AgentProcess agent =
          agent(with(http("https", backend), "OTEL_EXPORTER_OTLP_CERTIFICATE", authority))) {
        eventually(SOON, () -> assertThat(agent.lines()).anyMatch(line -> line.contains("takes")));
        assertAllArrived(backend);
        assertThat(agent.stop()).isZero();
      }
    }
  }

  @Test
  void saysInOneLineThatTheCertificateIsNotTrusted() throws Exception {
    try (Backend backend = Backend.start(folder, new Demands(Certificates.make(folder), null));
        AgentProcess agent = agent(grpc("https", backend))) {
      assertOneComplaint(agent, "is unreachable", "not trusted", "OTEL_EXPORTER_OTLP_CERTIFICATE");
      assertThat(backend.prometheus().query(NETWORK)).isEmpty();
    }
  }

  @Test
  void showsItsTokenWhereOneIsDemanded() throws Exception {
    try (Backend backend = Backend.start(folder, new Demands(null, TOKEN))) {
      try (AgentProcess agent = agent(grpc("http", backend))) {
        assertOneComplaint(agent, "refuses", "UNAUTHENTICATED", "OTEL_EXPORTER_OTLP_HEADERS");
      }
      try (AgentProcess agent = agent(http("http", backend))) {
        assertOneComplaint(agent, "refuses", "401", "OTEL_EXPORTER_OTLP_HEADERS");
      }
      assertThat(backend.prometheus().query(NETWORK)).isEmpty();
      String header = "authorization=Bearer%20" + TOKEN;
      try (AgentProcess agent =
          agent(with(grpc("http", backend), "OTEL_EXPORTER_OTLP_HEADERS", header))) {
        assertAllArrived(backend);
        assertThat(agent.stop()).isZero();
      }
    }
  }

  @Test
  void saysWhichPortIsMeant() throws Exception {
    try (Backend backend = Backend.start(folder, Demands.NONE)) {
      String grpcPort = "http://127.0.0.1:" + backend.grpcPort();
      String httpPort = "http://127.0.0.1:" + backend.httpPort();
      String variable = "OTEL_EXPORTER_OTLP_ENDPOINT";
      try (AgentProcess agent = agent(with(grpc("http", backend), variable, httpPort))) {
        assertOneComplaint(agent, "grpc 4317, http/protobuf 4318");
      }
      try (AgentProcess agent = agent(with(http("http", backend), variable, grpcPort))) {
        assertOneComplaint(agent, "4317", "4318");
      }
    }
  }

  /// One line, also after the second and third collection.
  private static void assertOneComplaint(AgentProcess agent, String... parts) throws Exception {
    eventually(SOON, () -> assertThat(agent.lines()).anyMatch(line -> line.contains("Collector ")));
    long end = System.nanoTime() + INTERVAL.multipliedBy(2).toNanos();
    eventually(SOON, () -> assertThat(System.nanoTime()).isGreaterThan(end));
    assertThat(agent.lines())
        .filteredOn(line -> line.contains("Collector "))
        .singleElement()
        .asString()
        .contains(" WARN ")
        .contains(parts);
    assertThat(agent.lines()).noneMatch(line -> line.contains("at io.") || line.startsWith("\t"));
    assertThat(agent.stop()).isZero();
  }

  private static void assertAllArrived(Backend backend) {
    eventually(
        SOON,
        () -> {
          Map<Map<String, String>, Double> found = new HashMap<>();
          List<Sample> samples = backend.prometheus().query(NETWORK);
          samples.forEach(sample -> found.put(sample.labels(), sample.value()));
          assertThat(samples).hasSameSizeAs(found.keySet());
          assertThat(found).containsExactlyInAnyOrderEntriesOf(ComposedHost.series());
        });
    eventually(
        SOON,
        () -> {
          List<Sample> info = backend.prometheus().query("target_info");
          assertThat(info).hasSize(1);
          assertThat(info.getFirst().value()).isEqualTo(1);
          assertThat(info.getFirst().labels())
              .containsEntry("job", "procpush")
              .containsEntry("instance", ComposedHost.NAME)
              .containsEntry("host_name", ComposedHost.NAME)
              .containsEntry("host_id", ComposedHost.ID)
              .containsEntry("os_type", "linux")
              .containsOnlyKeys(
                  "__name__",
                  "job",
                  "instance",
                  "host_arch",
                  "host_id",
                  "host_name",
                  "os_type",
                  "service_version",
                  "telemetry_sdk_language",
                  "telemetry_sdk_name",
                  "telemetry_sdk_version");
        });
  }

  private AgentProcess agent(Map<String, String> environment) throws IOException {
    Path log = Files.createTempFile(folder, "agent", ".log");
    return AgentProcess.start(
        log,
        with(environment, "OTEL_METRIC_EXPORT_INTERVAL", INTERVAL.toMillis() + "ms"),
        host.options());
  }

  private static Map<String, String> grpc(String scheme, Backend backend) {
    return Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", scheme + "://localhost:" + backend.grpcPort());
  }

  private static Map<String, String> http(String scheme, Backend backend) {
    return Map.of(
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        scheme + "://localhost:" + backend.httpPort(),
        "OTEL_EXPORTER_OTLP_PROTOCOL",
        "http/protobuf");
  }

  private static Map<String, String> with(
      Map<String, String> environment, String name, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(name, value);
    return more;
  }
}
