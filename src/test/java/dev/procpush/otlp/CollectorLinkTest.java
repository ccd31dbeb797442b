// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpush.otlp.CollectorLink.State;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// One line for each change in how the Collector does.
final class CollectorLinkTest {
  private static final ExportFailure REFUSED_CONNECTION = ExportFailure.of(new ConnectException());
  private static final ExportFailure TIMEOUT = ExportFailure.of(new SocketTimeoutException());
  private static final ExportFailure UNAUTHENTICATED =
      new ExportFailure(State.REFUSED, "UNAUTHENTICATED", "UNAUTHENTICATED: no token");

  private final CapturedLog log = new CapturedLog();
  private final AtomicLong nanos = new AtomicLong();
  private final CollectorLink link =
      new CollectorLink("http://c:4317", Duration.ofSeconds(10), nanos::get);

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void saysOnceThatAllIsWell() {
    link.succeeded(0);
    link.succeeded(0);
    assertThat(log.lines())
        .singleElement()
        .asString()
        .endsWith("INFO Collector http://c:4317 takes the metrics, every 10 s");
    assertThat(link.status().state()).isEqualTo(State.REACHABLE);
  }

  @Test
  void saysOnceThatItIsGoneAndOnceThatItIsBack() {
    link.succeeded(0);
    for (int i = 0; i < 100; i++) {
      link.failed(REFUSED_CONNECTION, i * 10L);
    }
    assertThat(link.status())
        .isEqualTo(new CollectorLink.Status(State.UNREACHABLE, "connection refused"));
    nanos.addAndGet(Duration.ofSeconds(61).toNanos());
    link.succeeded(1_000);
    assertThat(log.lines().subList(1, log.lines().size()))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .endsWith(
                        "WARN Collector http://c:4317 is unreachable: connection refused."
                            + " Collecting goes on, the next try is in 10 s"),
            line ->
                assertThat(line)
                    .endsWith(
                        "INFO Collector http://c:4317 is reachable again after 61 s;"
                            + " 1000 data points were dropped meanwhile"));
  }

  @Test
  void saysEachReasonOnceWhileItLasts() {
    for (int i = 0; i < 10; i++) {
      link.failed(REFUSED_CONNECTION, 0);
      link.failed(TIMEOUT, 0);
      link.failed(UNAUTHENTICATED, 0);
    }
    assertThat(log.lines()).hasSize(3);
    link.succeeded(5);
    link.failed(TIMEOUT, 5);
    assertThat(log.lines()).hasSize(5);
  }

  @Test
  void endsEachSentenceOnce() {
    link.failed(new ExportFailure(State.REFUSED, "1", "no; is it this port?"), 0);
    link.failed(new ExportFailure(State.REFUSED, "2", "Not today."), 0);

    assertThat(log.lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("metrics: no; is it this port? Collecting goes on"),
            line -> assertThat(line).contains("metrics: Not today. Collecting goes on"));
  }

  @Test
  void nameReasonsThatPeopleKnow() {
    assertThat(ExportFailure.of(new UnknownHostException("otel")).why())
        .isEqualTo("unknown host: otel");
    assertThat(ExportFailure.of(TlsFailure.untrusted()).why())
        .contains("not trusted", "OTEL_EXPORTER_OTLP_CERTIFICATE");
    assertThat(ExportFailure.of(new SSLHandshakeException("no cipher\n\u001b[1m")).why())
        .startsWith("TLS: no cipher\\u000a\\u001b[1m; ")
        .contains("http:// in OTEL_EXPORTER_OTLP_ENDPOINT");
    assertThat(ExportFailure.of(new SSLException("Unsupported or unrecognized SSL message")).why())
        .contains("plain text", "http:// in OTEL_EXPORTER_OTLP_ENDPOINT", "cert_file");
    assertThat(
            ExportFailure.of(
                    new SSLHandshakeException("Received fatal alert: certificate_required"))
                .why())
        .contains("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", "OTEL_EXPORTER_OTLP_CLIENT_KEY");
    assertThat(
            ExportFailure.of(new SSLPeerUnverifiedException("Hostname c not verified:\n  x")).why())
        .contains("Hostname c not verified", "OTEL_EXPORTER_OTLP_ENDPOINT");
    assertThat(ExportFailure.of(null).why()).isEqualTo("no answer");
    assertThat(ExportFailure.of(new IOException("x".repeat(1_000))).why()).hasSizeLessThan(400);
    assertThat(ExportFailure.of(new IllegalArgumentException("in x-api-key value: s3cr3t")).why())
        .isEqualTo("IllegalArgumentException");
  }

  private static final class TlsFailure {
    static SSLHandshakeException untrusted() {
      SSLHandshakeException failure = new SSLHandshakeException("PKIX path building failed");
      failure.initCause(
          new IllegalStateException("unable to find valid certification path to requested target"));
      return failure;
    }
  }
}
