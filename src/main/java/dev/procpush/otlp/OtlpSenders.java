// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.exporter.internal.FailedExportException;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gives the SDK's OTLP exporters the senders that carry their requests, and keeps the one that was
/// made last, with the endpoint, headers, certificates, compression and retries that the user set:
/// requests that are encoded here go through it as well.
final class OtlpSenders implements ComponentLoader {
  private static final int OK = 200;
  private static final int REDIRECTION = 300;

  private final ComponentLoader services =
      ComponentLoader.forClassLoader(OtlpSenders.class.getClassLoader());
  private @Nullable RequestSender last;

  @Override
  public <T> Iterable<T> load(Class<T> service) {
    if (service == GrpcSenderProvider.class) {
      GrpcSenderProvider provider = this::grpc;
      return List.of(service.cast(provider));
    }
    if (service == HttpSenderProvider.class) {
      HttpSenderProvider provider = this::http;
      return List.of(service.cast(provider));
    }
    return services.load(service);
  }

  /// The sender of the exporter that was built last.
  RequestSender last() {
    RequestSender sender = last;
    if (sender == null) {
      throw new IllegalStateException("no OTLP exporter was built");
    }
    return sender;
  }

  private GrpcSender grpc(GrpcSenderConfig config) {
    GrpcSender sender = only(GrpcSenderProvider.class).createSender(config);
    last = request -> send(request, sender);
    return sender;
  }

  private HttpSender http(HttpSenderConfig config) {
    HttpSender sender = only(HttpSenderProvider.class).createSender(config);
    last = request -> send(request, sender);
    return sender;
  }

  private <T> T only(Class<T> service) {
    return services.load(service).iterator().next();
  }

  private static CompletableResultCode send(ExportRequest request, GrpcSender sender) {
    CompletableResultCode result = new CompletableResultCode();
    sender.send(
        request,
        response ->
            completing(
                result,
                () -> {
                  if (response.getStatusCode() == GrpcStatusCode.OK) {
                    taken(result, PartialSuccess.of(response.getResponseMessage()));
                  } else {
                    result.failExceptionally(
                        FailedExportException.grpcFailedWithResponse(response));
                  }
                }),
        error -> result.failExceptionally(FailedExportException.grpcFailedExceptionally(error)));
    return result;
  }

  private static CompletableResultCode send(ExportRequest request, HttpSender sender) {
    CompletableResultCode result = new CompletableResultCode();
    sender.send(
        request,
        response ->
            completing(
                result,
                () -> {
                  int status = response.getStatusCode();
                  if (status >= OK && status < REDIRECTION) {
                    taken(result, PartialSuccess.of(response.getResponseBody()));
                  } else {
                    result.failExceptionally(
                        FailedExportException.httpFailedWithResponse(response));
                  }
                }),
        error -> result.failExceptionally(FailedExportException.httpFailedExceptionally(error)));
    return result;
  }

  /// Reads an answer. Whatever that fails with, the request has ended.
  private static void completing(CompletableResultCode result, Runnable reading) {
    try {
      reading.run();
    } catch (RuntimeException | Error e) {
      result.failExceptionally(e);
    }
  }

  private static void taken(CompletableResultCode result, PartialSuccess answer) {
    if (answer.equals(PartialSuccess.NONE)) {
      result.succeed();
    } else {
      result.failExceptionally(new PartialSuccessException(answer));
    }
  }
}
