// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static dev.procpush.Eventually.eventually;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A real Collector that writes to a real Prometheus, both on ports of their own.
public final class Backend implements AutoCloseable {

  /// What the Collector demands of those who send.
  ///
  /// @param certificates its own certificate, if it speaks TLS
  /// @param bearerToken what they have to know, if anything
  public record Demands(@Nullable Certificates certificates, @Nullable String bearerToken) {
    public static final Demands NONE = new Demands(null, null);
  }

  private static final Duration START = Duration.ofSeconds(60);

  private final Path folder;
  private final int grpcPort = freePort();
  private final int httpPort = freePort();
  private final int prometheusPort = freePort();
  private final Process prometheus;
  private final Process collector;

  private Backend(Path folder, Demands demands) throws IOException {
    this.folder = folder;
    Path prometheusConfig = folder.resolve("prometheus.yml");
    Files.writeString(prometheusConfig, "global: {}\n");
    prometheus =
        start(
            "prometheus",
            prometheusProgram(),
            "--web.enable-remote-write-receiver",
            "--storage.tsdb.path=" + folder.resolve("data"),
            "--config.file=" + prometheusConfig,
            "--web.listen-address=127.0.0.1:" + prometheusPort);
    Path collectorConfig = folder.resolve("collector.yaml");
    Files.writeString(collectorConfig, collectorConfig(demands));
    collector = start("collector", collectorProgram(), "--config=" + collectorConfig);
  }

  /// Starts both and waits until they answer.
  ///
  /// @param folder for their files
  public static Backend start(Path folder, Demands demands) throws IOException {
    Backend backend = new Backend(folder, demands);
    try {
      eventually(START, () -> backend.prometheus().query("vector(1)"));
      eventually(START, () -> connect(backend.grpcPort));
      eventually(START, () -> connect(backend.httpPort));
    } catch (AssertionError e) {
      backend.close();
      throw new IllegalStateException(backend.log("prometheus") + backend.log("collector"), e);
    }
    return backend;
  }

  /// Where OTLP over gRPC is taken.
  public int grpcPort() {
    return grpcPort;
  }

  /// Where OTLP over HTTP is taken.
  public int httpPort() {
    return httpPort;
  }

  /// What arrived.
  public PrometheusApi prometheus() {
    return new PrometheusApi(URI.create("http://127.0.0.1:" + prometheusPort));
  }

  static String collectorProgram() {
    return program("OTELCOL_PROGRAM", "otelcol-contrib");
  }

  static String prometheusProgram() {
    return program("PROMETHEUS_PROGRAM", "prometheus");
  }

  /// The program that the variable names, else the one in `PATH`.
  static String program(String variable, String name) {
    String given = System.getenv().getOrDefault(variable, "");
    if (!given.isEmpty()) {
      return given;
    }
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toString)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no %s in PATH: install it, or name it in %s (.ci/provide makes one)"
                        .formatted(name, variable)));
  }

  private String collectorConfig(Demands demands) {
    String token = demands.bearerToken();
    Certificates certificates = demands.certificates();
    String auth = token == null ? "" : "auth: {authenticator: bearertokenauth}";
    String tls =
        certificates == null
            ? ""
            : "tls: {cert_file: %s, key_file: %s}"
                .formatted(certificates.server(), certificates.serverKey());
    return """
    extensions:
      bearertokenauth: {token: %s}
    receivers:
      otlp:
        protocols:
          grpc:
            endpoint: 127.0.0.1:%d
            %s
            %s
          http:
            endpoint: 127.0.0.1:%d
            %s
            %s
    exporters:
      prometheusremotewrite:
        endpoint: http://127.0.0.1:%d/api/v1/write
        disable_scope_info: true
        send_metadata: true
        target_info: {enabled: true}
    service:
      extensions: [bearertokenauth]
      telemetry: {metrics: {level: none}}
      pipelines:
        metrics: {receivers: [otlp], exporters: [prometheusremotewrite]}
    """
        .formatted(
            token == null ? "unused" : token,
            grpcPort,
            tls,
            auth,
            httpPort,
            tls,
            auth,
            prometheusPort);
  }

  private Process start(String name, String... command) throws IOException {
    return new ProcessBuilder(List.of(command))
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(name + ".log").toFile())
        .start();
  }

  private String log(String name) {
    try {
      return Files.readString(folder.resolve(name + ".log"));
    } catch (IOException e) {
      return e + "\n";
    }
  }

  private static int connect(int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return port;
    }
  }

  /// A port that nobody listens on.
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    for (Process process : List.of(collector, prometheus)) {
      process.destroy();
      try {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor();
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
