// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A gRPC server that takes OTLP metrics, keeps them as they came, and answers as it is told to.
final class OtlpReceiver implements AutoCloseable {
  /// What it does with a request.
  @FunctionalInterface
  interface Answer {
    Answer ACCEPT = answer -> answer.onNext(new byte[0]);

    /// Leaves the caller waiting.
    Answer HANG = _ -> {};

    void to(StreamObserver<byte[]> caller);

    /// Takes it, with an answer of its own.
    static Answer say(byte[] response) {
      return caller -> {
        caller.onNext(response);
        caller.onCompleted();
      };
    }

    static Answer refuse(Status status) {
      return caller -> caller.onError(status.asRuntimeException());
    }
  }

  private static final int LIMIT = 4 * 1024 * 1024;

  private final List<byte[]> requests = new CopyOnWriteArrayList<>();
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final Server server;
  private volatile Answer answer = Answer.ACCEPT;

  OtlpReceiver() {
    this(0);
  }

  OtlpReceiver(int port) {
    MethodDescriptor<byte[], byte[]> export =
        MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("opentelemetry.proto.collector.metrics.v1.MetricsService/Export")
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .maxInboundMessageSize(LIMIT)
            .executor(workers)
            .addService(
                ServerServiceDefinition.builder(
                        "opentelemetry.proto.collector.metrics.v1.MetricsService")
                    .addMethod(export, ServerCalls.asyncUnaryCall(this::received))
                    .build())
            .build();
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getPort();
  }

  int port() {
    return server.getPort();
  }

  void answer(Answer newAnswer) {
    answer = newAnswer;
  }

  /// The messages as they came, also those that were refused.
  List<byte[]> raw() {
    return requests;
  }

  List<ExportMetricsServiceRequest> parsed() {
    return requests.stream().map(OtlpReceiver::parse).toList();
  }

  /// Waits until what has come is as wanted.
  void await(Predicate<List<ExportMetricsServiceRequest>> condition) {
    Waiting.until(() -> condition.test(parsed()));
  }

  private void received(byte[] request, StreamObserver<byte[]> caller) {
    requests.add(request);
    Answer now = answer;
    now.to(caller);
    if (now.equals(Answer.ACCEPT)) {
      caller.onCompleted();
    }
  }

  static ExportMetricsServiceRequest parse(byte[] request) {
    try {
      return ExportMetricsServiceRequest.parseFrom(request);
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.shutdownNow();
    workers.shutdownNow();
    try {
      server.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw Status.INTERNAL.withCause(e).asRuntimeException(new Metadata());
      }
    }
  }
}
