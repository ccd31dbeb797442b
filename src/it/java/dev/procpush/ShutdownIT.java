// SPDX-License-Identifier: Apache-2.0

package dev.procpush;

import static dev.procpush.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The end of a running agent: by either signal, with exit code 0 and in time, however the
/// Collector does.
@Timeout(120)
final class ShutdownIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofSeconds(8);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"TERM, grpc", "INT, http/protobuf"})
  void endsWhileNobodyListens(String signal, String protocol) throws Exception {
    String endpoint = "http://127.0.0.1:" + Backend.freePort();
    try (Running agent = start(endpoint, protocol, Map.of())) {
      eventually(SOON, () -> assertThat(agent.text()).contains("nreachable"));
      assertThat(agent.end(signal)).as(agent.text()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"TERM, grpc", "TERM, http/protobuf", "INT, http/protobuf"})
  void endsWhileTheCollectorHangs(String signal, String protocol) throws Exception {
    try (ServerSocket deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Running agent = start("http://127.0.0.1:" + deaf.getLocalPort(), protocol, Map.of())) {
      deaf.setSoTimeout((int) SOON.toMillis());
      try (var _ = deaf.accept()) {
        assertThat(agent.end(signal)).as(agent.text()).isZero();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"TERM", "INT"})
  void sendsWhatItHasBeforeItEnds(String signal) throws Exception {
    try (CountingReceiver receiver = new CountingReceiver();
        Running agent =
            start(
                receiver.endpoint(),
                "http/protobuf",
                Map.of("OTEL_METRIC_EXPORT_INTERVAL", "600000"))) {
      eventually(SOON, () -> assertThat(agent.text()).contains("takes the metrics"));
      int before = receiver.cycles().size();
      assertThat(agent.end(signal)).as(agent.text()).isZero();
      assertThat(before).isEqualTo(1);
      assertThat(receiver.cycles()).hasSize(2);
      assertThat(receiver.cycles().getLast().points("system.network.io")).isPositive();
    }
  }

  @Test
  void isQuietWithoutATerminal() throws Exception {
    try (CountingReceiver receiver = new CountingReceiver();
        Running agent =
            start(
                receiver.endpoint(),
                "http/protobuf",
                Map.of("OTEL_METRIC_EXPORT_INTERVAL", "4000", "TERM", "xterm"))) {
      eventually(SOON, () -> assertThat(receiver.cycles()).hasSizeGreaterThan(2));
      assertThat(agent.end("TERM")).isZero();
      assertThat(agent.text().lines())
          .filteredOn(line -> line.contains("Collector"))
          .singleElement()
          .asString()
          .contains("takes the metrics");
      assertThat(agent.text()).doesNotContain("\r", "\33");
    }
  }

  /// A shell may have made the test deaf to signals, and what it starts inherits that.
  private Running start(String endpoint, String protocol, Map<String, String> more)
      throws IOException {
    Map<String, String> settings = new TreeMap<>(more);
    settings.put("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint);
    settings.put("OTEL_EXPORTER_OTLP_PROTOCOL", protocol);
    List<String> line = new ArrayList<>(List.of("env", "--default-signal=INT,TERM"));
    line.addAll(Procpush.commandLine("run"));
    Path log = folder.resolve("log");
    return new Running(
        Procpush.process(settings, line)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start(),
        log);
  }

  /// An agent that pushes until it is told to end.
  private record Running(Process process, Path log) implements AutoCloseable {

    String text() {
      try {
        return Files.readString(log, UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /// Sends the signal.
    ///
    /// @return the exit code
    int end(String signal) throws InterruptedException {
      long start = System.nanoTime();
      Command.run("kill", "-" + signal, Long.toString(process.pid()));
      assertThat(process.waitFor(2 * LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
      return process.exitValue();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
