// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.Backend;
import dev.procpush.otlp.OtlpReceiver.Answer;
import dev.procpush.selfmonitor.ExportStatistics;
import dev.procpush.selfmonitor.ExportStatistics.DropReason;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Thirty collections, two seconds apart, beside a Collector in trouble: none may be lost. The
/// kinds of trouble have an agent each, and all run at the same time.
final class CollectorTroubleIT {
  private static final int CYCLES = 30;
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final int SERIES = 2_000;
  private static final long REQUEST_BYTES = 20_000;

  private final List<AutoCloseable> open = new ArrayList<>();
  private final Map<String, ToyAgent> agents = new LinkedHashMap<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable closeable : open.reversed()) {
      closeable.close();
    }
  }

  @Test
  void losesNoCollection() throws IOException {
    add("slow", receiver(slow(Duration.ofMillis(400))).endpoint());
    add("hanging", receiver(Answer.HANG).endpoint());
    add("exhausted", receiver(Answer.refuse(Status.RESOURCE_EXHAUSTED)).endpoint());
    add("refusing", receiver(Answer.refuse(Status.UNAUTHENTICATED)).endpoint());
    add("closed", "http://127.0.0.1:" + Backend.freePort());
    add("closed http", "http://127.0.0.1:" + Backend.freePort());
    add("deaf", "http://127.0.0.1:" + deaf().getLocalPort());

    long start = System.nanoTime();
    agents.values().forEach(agent -> agent.telemetry.start());
    Duration enough = INTERVAL.multipliedBy(CYCLES);
    for (Map.Entry<String, ToyAgent> agent : agents.entrySet()) {
      Duration left = enough.minusNanos(System.nanoTime() - start);
      Waiting.until(() -> agent.getValue().collections.get() >= CYCLES, left);
    }

    for (Map.Entry<String, ToyAgent> agent : agents.entrySet()) {
      assertThat(agent.getValue().collections.get()).as(agent.getKey()).isEqualTo(CYCLES);
    }
    assertThat(statistics("slow").deliveredRequests()).isGreaterThanOrEqualTo(CYCLES - 1);
    assertThat(statistics("hanging").failures()).containsOnlyKeys("timeout");
    assertThat(statistics("deaf").failures()).containsOnlyKeys("timeout");
    assertThat(statistics("closed").failures()).containsKey("connection_refused");
    assertThat(statistics("closed http").failures()).containsKey("connection_refused");
    assertThat(statistics("refusing").failures()).containsKey("UNAUTHENTICATED");
    assertThat(statistics("refusing").dropped(DropReason.REJECTED)).isPositive();
    assertThat(statistics("exhausted").failures()).containsKey("RESOURCE_EXHAUSTED");
  }

  private ExportStatistics statistics(String agent) {
    return Objects.requireNonNull(agents.get(agent)).statistics;
  }

  private void add(String name, String endpoint) {
    Map<String, String> environment =
        ToyAgent.environment(
            endpoint,
            "OTEL_METRIC_EXPORT_INTERVAL",
            Long.toString(INTERVAL.toMillis()),
            "OTEL_EXPORTER_OTLP_PROTOCOL",
            name.endsWith("http") ? "http/protobuf" : "grpc");
    TelemetrySettings settings =
        new TelemetrySettings(environment, "toyhost", null, "1.2.3", SERIES, REQUEST_BYTES);
    ToyAgent agent = new ToyAgent(settings, () -> SERIES);
    agents.put(name, agent);
    open.add(agent);
  }

  private OtlpReceiver receiver(Answer answer) {
    OtlpReceiver receiver = new OtlpReceiver();
    receiver.answer(answer);
    open.add(receiver);
    return receiver;
  }

  private static Answer slow(Duration delay) {
    return caller ->
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS)
            .execute(
                () -> {
                  caller.onNext(new byte[0]);
                  caller.onCompleted();
                });
  }

  /// Takes connections, and never reads from them.
  private ServerSocket deaf() throws IOException {
    ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    open.add(socket);
    return socket;
  }
}
