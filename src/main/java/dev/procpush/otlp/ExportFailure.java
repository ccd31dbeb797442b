// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import dev.procpush.otlp.CollectorLink.State;
import dev.procpush.text.TextEscapes;
import io.opentelemetry.exporter.internal.FailedExportException;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/// Why a request was not accepted.
///
/// @param state what it says about the Collector
/// @param errorType the value of `error.type`, from a small set
/// @param why for people, one line, with a hint where one is known
record ExportFailure(State state, String errorType, String why) {
  private static final int MAX_DETAIL = 200;
  private static final String TIMEOUT = "timeout";

  /// The semantic conventions' value for points of a partial success.
  private static final String REJECTED = "rejected";

  private static final ExportFailure NO_ANSWER =
      new ExportFailure(State.UNREACHABLE, TIMEOUT, "no answer in time");

  /// For a request that has not ended although it was cancelled, and for what had to wait for it.
  static final ExportFailure NO_END =
      new ExportFailure(
          State.UNREACHABLE,
          TIMEOUT,
          "no answer in time, and the request does not end; does the name server of this machine"
              + " answer (/etc/resolv.conf)?");

  /// For what was not even tried, because the time of the export was over.
  static final ExportFailure TOO_SLOW =
      new ExportFailure(State.SLOW, TIMEOUT, "part of the metrics could not be sent in time");

  /// Whether the Collector answered: it is there, and does not want this.
  boolean refused() {
    return state == State.REFUSED;
  }

  /// For a request of which the Collector did not take all data points.
  ///
  /// @param message why not, as the Collector wrote it
  static ExportFailure rejected(long points, String message) {
    String why = "of the data points it rejected " + points;
    return new ExportFailure(State.REFUSED, REJECTED, why + detail(message));
  }

  /// Reads it from what the SDK's exporter completed its result with.
  static ExportFailure of(@Nullable Throwable failure) {
    return switch (failure) {
      case FailedExportException.GrpcExportException grpc when grpc.getResponse() != null ->
          ofGrpc(grpc.getResponse());
      case FailedExportException.HttpExportException http when http.getResponse() != null ->
          ofHttp(http.getResponse());
      case FailedExportException other -> ofCause(other.getCause());
      case null, default -> ofCause(failure);
    };
  }

  private static ExportFailure ofGrpc(@Nullable GrpcResponse response) {
    if (response == null) {
      return ofCause(null);
    }
    GrpcStatusCode status = response.getStatusCode();
    String detail = detail(response.getStatusDescription());
    return switch (status) {
      case UNAVAILABLE ->
          new ExportFailure(State.UNREACHABLE, status.name(), "UNAVAILABLE" + detail);
      case DEADLINE_EXCEEDED ->
          new ExportFailure(State.UNREACHABLE, TIMEOUT, "DEADLINE_EXCEEDED" + detail);
      default ->
          new ExportFailure(
              State.REFUSED, status.name(), status.name() + detail + grpcHint(status));
    };
  }

  private static String grpcHint(GrpcStatusCode status) {
    return switch (status) {
      case UNAUTHENTICATED, PERMISSION_DENIED ->
          "; credentials go into OTEL_EXPORTER_OTLP_HEADERS, as in authorization=Bearer%20…";
      case UNIMPLEMENTED ->
          "; has the Collector an otlp receiver in a metrics pipeline, and is this its gRPC port"
              + " (4317; 4318 is http/protobuf)?";
      case RESOURCE_EXHAUSTED ->
          "; the Collector is short of memory, or takes only smaller messages"
              + " (max_recv_msg_size_mib)";
      case UNKNOWN ->
          "; is this a gRPC port (4317; for 4318 set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf)?";
      default -> "";
    };
  }

  private static ExportFailure ofHttp(@Nullable HttpResponse response) {
    if (response == null) {
      return ofCause(null);
    }
    int status = response.getStatusCode();
    String why = "HTTP " + status + detail(text(response)) + httpHint(status);
    boolean away = status == 502 || status == 503 || status == 504;
    return new ExportFailure(
        away ? State.UNREACHABLE : State.REFUSED, Integer.toString(status), why);
  }

  private static String httpHint(int status) {
    return switch (status) {
      case 401, 403 ->
          "; credentials go into OTEL_EXPORTER_OTLP_HEADERS, as in authorization=Bearer%20…";
      case 404, 405 ->
          "; is this the Collector's http port (4318), and its path right (/v1/metrics)?";
      case 413 -> "; the receiver takes only smaller messages (max_request_body_size)";
      case 429 -> "; the receiver asks for less";
      default -> "";
    };
  }

  /// What a server says about an error: plain text where it is text.
  private static String text(HttpResponse response) {
    byte[] body = response.getResponseBody();
    String message = response.getStatusMessage();
    if (body != null && body.length > 0) {
      String text = new String(body, 0, Math.min(body.length, MAX_DETAIL), StandardCharsets.UTF_8);
      if (text.chars().allMatch(c -> c >= ' ' || Character.isWhitespace(c))) {
        return text.strip();
      }
    }
    return message == null ? "" : message;
  }

  private static ExportFailure ofCause(@Nullable Throwable cause) {
    return switch (cause) {
      case null -> new ExportFailure(State.UNREACHABLE, "_OTHER", "no answer");
      case UnknownHostException e ->
          new ExportFailure(
              State.UNREACHABLE, "unknown_host", "unknown host" + detail(e.getMessage()));
      case InterruptedIOException _ -> NO_ANSWER;
      case ConnectException _ ->
          new ExportFailure(State.UNREACHABLE, "connection_refused", "connection refused");
      case NoRouteToHostException _ ->
          new ExportFailure(State.UNREACHABLE, "no_route", "no route to host");
      case SSLException e -> new ExportFailure(State.UNREACHABLE, "tls", "TLS" + detail(tls(e)));
      default -> ofOther(cause);
    };
  }

  private static String tls(SSLException failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = String.valueOf(root.getMessage());
    if (message.contains("certification path") || message.contains("trust")) {
      return "the certificate is not trusted; name its CA in OTEL_EXPORTER_OTLP_CERTIFICATE";
    }
    return message + tlsHint(failure, message);
  }

  private static String tlsHint(SSLException failure, String message) {
    if (message.contains("Unsupported or unrecognized")) {
      return "; the Collector speaks plain text at this port: write http:// in"
          + " OTEL_EXPORTER_OTLP_ENDPOINT, or give its receiver a certificate (tls: cert_file,"
          + " key_file)";
    }
    if (failure instanceof SSLPeerUnverifiedException) {
      return "; put a host name that the certificate has into OTEL_EXPORTER_OTLP_ENDPOINT";
    }
    if (message.contains("certificate_required") || message.contains("bad_certificate")) {
      return "; the Collector wants to see a certificate: name one that it trusts in"
          + " OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE, and its key in OTEL_EXPORTER_OTLP_CLIENT_KEY";
    }
    return "; does the Collector speak TLS at this port? For plain text write http:// in"
        + " OTEL_EXPORTER_OTLP_ENDPOINT";
  }

  private static ExportFailure ofOther(Throwable cause) {
    String name = cause.getClass().getSimpleName();
    String message = cause.getMessage() == null ? name : cause.getMessage();
    if (name.contains("StreamReset") || message.contains("stream was reset")) {
      return new ExportFailure(
          State.UNREACHABLE,
          "stream_reset",
          "the Collector broke off (is a message over its size limit?)");
    }
    if (message.toLowerCase(Locale.ROOT).contains("timeout")) {
      return NO_ANSWER;
    }
    if (cause instanceof IOException) {
      return new ExportFailure(
          State.UNREACHABLE,
          "connection_lost",
          "connection lost"
              + detail(message)
              + "; is it the protocol's port (grpc 4317,"
              + " http/protobuf 4318)?");
    }
    // not the message: that of a header which cannot be sent holds its value, which may be a secret
    return new ExportFailure(State.UNREACHABLE, name, name);
  }

  private static String detail(@Nullable String text) {
    return text == null || text.isBlank()
        ? ""
        : ": " + TextEscapes.escape(text.strip(), MAX_DETAIL);
  }
}
