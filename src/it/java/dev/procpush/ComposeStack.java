// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What compose.yml describes, as a project of its own beside any other on this machine: other
/// ports, an image built from these sources, and an interval of two seconds.
final class ComposeStack implements AutoCloseable {

  private final String name = "procpush-it-" + ProcessHandle.current().pid();
  private final Map<String, String> environment = new TreeMap<>();
  private final List<String> compose;
  private final AgentImage image = new AgentImage();

  /// Builds the image.
  ComposeStack(Path folder) throws IOException {
    Path override = folder.resolve("override.yml");
    Files.writeString(
        override,
        """
        services:
          procpush:
            image: %s
            environment:
              OTEL_METRIC_EXPORT_INTERVAL: "2000"
        """
            .formatted(image.tag()));
    compose =
        List.of(
            "-p", name, "-f", Path.of("compose.yml").toAbsolutePath() + "", "-f", override + "");
    for (String port : List.of("PROMETHEUS_PORT", "OTLP_GRPC_PORT", "OTLP_HTTP_PORT")) {
      environment.put(port, "0");
    }
  }

  /// Brings these services up, or all, with this environment for compose.yml's own variables.
  void up(Map<String, String> variables, String... services) {
    environment.putAll(variables);
    var arguments = new ArrayList<>(List.of("up", "-d", "--no-build"));
    arguments.addAll(List.of(services));
    compose(arguments.toArray(String[]::new));
  }

  void restart(String service) {
    compose("restart", service);
  }

  String logs(String service) {
    return compose("logs", "--no-color", service);
  }

  /// The id of the service's container.
  String container(String service) {
    return compose("ps", "-q", service).strip();
  }

  /// Waits until Prometheus answers.
  PrometheusApi prometheus() {
    String address = compose("port", "prometheus", "9090").strip();
    var prometheus = new PrometheusApi(URI.create("http://" + address));
    Eventually.eventually(
        Duration.ofSeconds(60), () -> assertThat(prometheus.query("vector(1)")).hasSize(1));
    return prometheus;
  }

  @Override
  public void close() {
    compose("down", "-v", "--remove-orphans");
    image.close();
  }

  private String compose(String... arguments) {
    var line = new ArrayList<String>(program());
    line.addAll(compose);
    line.addAll(List.of(arguments));
    return new Command(environment, line).run();
  }

  /// Compose 1 where it is, which knows less, else the plugin.
  private static List<String> program() {
    return Command.works("docker-compose", "version")
        ? List.of("docker-compose")
        : List.of("docker", "compose");
  }
}
