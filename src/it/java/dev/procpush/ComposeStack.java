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
import java.util.stream.Collectors;

/// What compose.yml describes, as a project of its own beside any other on this machine: other
/// ports, an image built from these sources, and an interval of two seconds.
final class ComposeStack implements AutoCloseable {

  private final String name = "procpush-it-" + ProcessHandle.current().pid();
  private final Map<String, String> environment = new TreeMap<>();
  private final Path override;
  private final List<String> overlays = new ArrayList<>();
  private final AgentImage image = new AgentImage();

  /// Builds the image.
  ComposeStack(Path folder) throws IOException {
    this(folder, Map.of());
  }

  /// Builds the image.
  ///
  /// @param settings the agent's, as variables
  ComposeStack(Path folder, Map<String, String> settings) throws IOException {
    override = folder.resolve("override.yml");
    Files.writeString(
        override,
        """
        services:
          procpush:
            image: %s
            environment:
              OTEL_METRIC_EXPORT_INTERVAL: "2000"
        %s
        """
            .formatted(image.tag(), lines(settings)));
    for (String port : List.of("PROMETHEUS_PORT", "OTLP_GRPC_PORT", "OTLP_HTTP_PORT")) {
      environment.put(port, "0");
    }
  }

  /// A line for each, where compose.yml has the agent's environment.
  private static String lines(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(setting -> "      %s: '%s'".formatted(setting.getKey(), setting.getValue()))
        .collect(Collectors.joining("\n"));
  }

  /// From now on a file of this repository goes over compose.yml.
  void overlay(String file) {
    overlays.add(file);
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
    line.addAll(List.of("-p", name, "-f", Path.of("compose.yml").toAbsolutePath().toString()));
    for (String overlay : overlays) {
      line.addAll(List.of("-f", Path.of(overlay).toAbsolutePath().toString()));
    }
    line.addAll(List.of("-f", override.toString()));
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
