// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import dev.procpush.selfmonitor.ExportStatistics;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.sdk.common.InternalTelemetryVersion;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Collects at each interval and sends what was collected.
final class PushPipeline implements SdkAssembly.Parts {
  /// The readers' own clockwork is not used, see [CollectionThread]: its first tick is far away.
  private static final Duration NEVER = Duration.ofDays(365);

  /// How long closing may take: `docker stop` kills after ten seconds.
  private static final Duration SHUTDOWN = Duration.ofMillis(7_500);

  /// What is kept of that for a request to notice that it was cancelled.
  private static final Duration CANCEL = Duration.ofMillis(500);

  private static final System.Logger LOG = System.getLogger("dev.procpush.otlp");

  private final TelemetrySettings settings;
  private final ExportStatistics statistics;
  private final PrintStream console;
  private final CollectionThread thread = new CollectionThread();
  private final List<MetricReader> readers = new ArrayList<>();
  private @Nullable SplittingExporter exporter;
  private @Nullable CollectorLink link;

  /// @param console where tables are shown when the user wants that
  PushPipeline(TelemetrySettings settings, ExportStatistics statistics, PrintStream console) {
    this.settings = settings;
    this.statistics = statistics;
    this.console = console;
  }

  @Override
  public boolean sends(SdkProperties properties) {
    return properties.sendsOtlp();
  }

  @Override
  public MetricExporter exporter(
      MetricExporter sdks, OtlpSenders senders, SdkProperties properties) {
    String clamped = properties.clampedTimeout();
    if (clamped != null) {
      LOG.log(System.Logger.Level.WARNING, clamped);
    }
    CollectorLink newLink =
        new CollectorLink(properties.shownEndpoint(), properties.interval(), System::nanoTime);
    MetricExporter adapted = adapted(sdks, properties);
    SplittingExporter splitting =
        new SplittingExporter(
            adapted,
            senders.last(),
            settings.maxRequestBytes(),
            properties.budget(),
            statistics,
            newLink,
            System::nanoTime);
    link = newLink;
    exporter = splitting;
    return splitting;
  }

  /// The SDK's exporter counts metrics where it should count points: [ExportStatistics] counts
  /// instead. Its retries would use up a request's time and hide why it failed: here they leave
  /// half of it.
  private static MetricExporter adapted(MetricExporter sender, SdkProperties properties) {
    RetryPolicy retries = properties.retries() ? properties.budget().retries() : null;
    return switch (sender) {
      case OtlpGrpcMetricExporter grpc ->
          grpc.toBuilder().setMeterProvider(MeterProvider.noop()).setRetryPolicy(retries).build();
      case OtlpHttpMetricExporter http ->
          http.toBuilder().setMeterProvider(MeterProvider.noop()).setRetryPolicy(retries).build();
      default -> sender;
    };
  }

  @Override
  public MetricReader reader(SdkProperties properties) {
    return reader(Objects.requireNonNull(exporter), properties);
  }

  @Override
  public List<MetricReader> otherReaders(SdkProperties properties) {
    return properties.exporters().contains("console")
        ? List.of(reader(new ConsoleExporter(console), properties))
        : List.of();
  }

  private MetricReader reader(MetricExporter target, SdkProperties properties) {
    MetricReader reader =
        PeriodicMetricReader.builder(target)
            .setInterval(NEVER)
            .setExecutor(thread.executor())
            .setInternalTelemetryVersion(
                properties.legacyTelemetry()
                    ? InternalTelemetryVersion.LEGACY
                    : InternalTelemetryVersion.LATEST)
            .build();
    readers.add(reader);
    return reader;
  }

  /// How the Collector takes what is sent; null when nothing is sent to one.
  @Nullable CollectorLink link() {
    return link;
  }

  /// Whether anything is collected at all.
  boolean collects() {
    return !readers.isEmpty();
  }

  void start(Duration interval, Runnable afterEach) {
    thread.start(
        () -> {
          cycle();
          afterEach.run();
        },
        interval);
  }

  /// Each reader collects and sends on a worker thread of its own, one after the other. An export
  /// is bounded by its budget, so there is no other bound.
  private void cycle() {
    for (MetricReader reader : readers) {
      reader.forceFlush().join(NEVER.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /// Collects and sends a last time. What is in flight at the end of the time is cancelled.
  void close() {
    long deadline = System.nanoTime() + SHUTDOWN.toNanos();
    SplittingExporter sending = exporter;
    if (sending != null) {
      sending.abandon();
    }
    Future<?> last = thread.stopAndRun(this::lastCycle);
    if (last != null
        && !CollectionThread.await(last, left(deadline).minus(CANCEL))
        && sending != null) {
      sending.cancel();
      CollectionThread.await(last, left(deadline));
    }
    thread.close();
    if (sending != null) {
      sending.shutdown();
    }
  }

  private void lastCycle() {
    SplittingExporter sending = exporter;
    if (sending != null) {
      sending.expectFinal();
    }
    cycle();
  }

  private static Duration left(long deadline) {
    return Duration.ofNanos(deadline - System.nanoTime());
  }
}
