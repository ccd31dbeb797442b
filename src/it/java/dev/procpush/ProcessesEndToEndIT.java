// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static dev.procpush.ContainerWithProcesses.bytes;
import static dev.procpush.ContainerWithProcesses.seconds;
import static dev.procpush.ContainerWithProcesses.stat;
import static dev.procpush.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.Backend.Demands;
import dev.procpush.PrometheusApi.Sample;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is known of each process of a container, asked of Prometheus, behind a real Collector: with
/// all labels, against what the shell's tools read.
@RequiresBackend
@RequiresDocker
@RequiresRoot
@Timeout(300)
final class ProcessesEndToEndIT {
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String INSTANCE = "processes-end-to-end";

  @TempDir private Path folder;

  @Test
  void tellsWhatEachProcessUses() throws Exception {
    String name = "procpush-it-processes-e2e-" + Long.toString(ProcessHandle.current().pid(), 36);
    try (Backend backend = Backend.start(folder, Demands.NONE);
        ContainerWithProcesses container = ContainerWithProcesses.start(name);
        AgentProcess agent =
            AgentProcess.start(
                folder.resolve("agent.log"),
                Map.of(
                    "OTEL_EXPORTER_OTLP_ENDPOINT",
                    "http://localhost:" + backend.grpcPort(),
                    "OTEL_METRIC_EXPORT_INTERVAL",
                    "2000",
                    "OTEL_RESOURCE_ATTRIBUTES",
                    "service.instance.id=" + INSTANCE),
                "--processes.collect=containers",
                "--containers.include=^" + name + "$")) {
      Map<Map<String, String>, Double> expected = new HashMap<>();
      add(expected, container, container.worker(), ContainerWithProcesses.WORKER);
      add(expected, container, container.holder(), ContainerWithProcesses.HOLDER);
      String selector =
          "{__name__=~'process_(children_)?cpu_time_seconds_total|process_memory_(usage|virtual"
              + "|linux_rss_file)_bytes',container_name='"
              + name
              + "',process_pid=~'"
              + container.worker()
              + "|"
              + container.holder()
              + "'}";
      eventually(
          SOON,
          () -> {
            Map<Map<String, String>, Double> found = new HashMap<>();
            List<Sample> samples = backend.prometheus().query(selector);
            samples.forEach(sample -> found.put(sample.labels(), sample.value()));
            assertThat(found).as(String.join("\n", agent.lines())).isEqualTo(expected);
          });
      assertThat(agent.stop()).isZero();
    }
  }

  private static void add(
      Map<Map<String, String>, Double> series,
      ContainerWithProcesses container,
      int pid,
      String name) {
    Map<String, String> labels = new HashMap<>();
    labels.put("job", "procpush");
    labels.put("instance", INSTANCE);
    labels.put("container_id", container.shortId());
    labels.put("container_name", container.name());
    labels.put("process_pid", "" + pid);
    labels.put("process_executable_name", name);
    String cpu = "process_cpu_time_seconds_total";
    series.put(with(labels, cpu, "user"), seconds(pid, 14));
    series.put(with(labels, cpu, "system"), seconds(pid, 15));
    String children = "process_children_cpu_time_seconds_total";
    series.put(with(labels, children, "user"), seconds(pid, 16));
    series.put(with(labels, children, "system"), seconds(pid, 17));
    series.put(with(labels, "process_memory_virtual_bytes", ""), stat(pid, 23));
    series.put(with(labels, "process_memory_usage_bytes", ""), bytes(pid, "VmRSS"));
    series.put(with(labels, "process_memory_linux_rss_file_bytes", ""), bytes(pid, "RssFile"));
  }

  private static Map<String, String> with(Map<String, String> labels, String name, String mode) {
    Map<String, String> more = new HashMap<>(labels);
    more.put("__name__", name);
    if (!mode.isEmpty()) {
      more.put("cpu_mode", mode);
    }
    return more;
  }
}
