// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import dev.procpush.selfmonitor.ExportStatistics;
import dev.procpush.selfmonitor.ExportStatistics.DropReason;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Sends what one collection gave in requests of bounded size, one after another and within a
/// budget of time, and counts what becomes of it. It returns only when nothing is in flight any
/// more, or nothing but a request that was cancelled in time and only waits to notice: one whose
/// name resolver does not answer. No other is begun before that one has ended, and that one's
/// points are no longer good ([ExportWindow]).
final class SplittingExporter implements MetricExporter {
  private static final System.Logger LOG = System.getLogger("dev.procpush.otlp");

  /// How far the agent's end has come.
  private enum Phase {
    RUNNING,
    /// What is still to be sent of the present export is given up, for the final one to come.
    ENDING,
    /// The final export: whatever time is left is its budget.
    FINAL,
    /// Time is up.
    CANCELLED
  }

  private final MetricExporter delegate;
  private final RequestSender sender;
  private final long maxBytes;
  private final ExportBudget budget;
  private final ExportStatistics statistics;
  private final CollectorLink link;
  private final LongSupplier nanoTime;
  private final MetricHeads heads = new MetricHeads();
  private volatile Phase phase = Phase.RUNNING;
  private boolean saidTooLarge;
  private @Nullable CompletableResultCode stuck;

  /// @param delegate what the SDK made for the user's settings; its sender is what sends
  /// @param sender completes each request within the budget's bound for a request
  /// @param maxBytes the most bytes that a request may have when encoded
  SplittingExporter(
      MetricExporter delegate,
      RequestSender sender,
      long maxBytes,
      ExportBudget budget,
      ExportStatistics statistics,
      CollectorLink link,
      LongSupplier nanoTime) {
    this.delegate = delegate;
    this.sender = sender;
    this.maxBytes = maxBytes;
    this.budget = budget;
    this.statistics = statistics;
    this.link = link;
    this.nanoTime = nanoTime;
  }

  @Override
  public CompletableResultCode export(Collection<MetricData> metrics) {
    long start = nanoTime.getAsLong();
    long droppedBefore = statistics.droppedPoints();
    ExportFailure failure = null;
    try (RequestPacker packer = new RequestPacker(metrics, maxBytes, heads)) {
      ExportRequest request;
      while ((request = packer.next()) != null) {
        ExportFailure outcome = sendInTime(request, start, failure);
        failure = failure == null ? outcome : failure;
      }
      dropTooLarge(packer.tooLarge());
    }
    report(failure, droppedBefore);
    statistics.exportEnded();
    return failure == null ? CompletableResultCode.ofSuccess() : CompletableResultCode.ofFailure();
  }

  /// Gives up what is not yet in flight of the present export.
  void abandon() {
    phase = Phase.ENDING;
  }

  /// The next export is the last one.
  void expectFinal() {
    phase = phase == Phase.CANCELLED ? Phase.CANCELLED : Phase.FINAL;
  }

  /// Ends the request in flight, and lets no other begin.
  void cancel() {
    phase = Phase.CANCELLED;
    delegate.shutdown();
  }

  /// @param before the first failure in this export, if any
  private @Nullable ExportFailure sendInTime(
      ExportRequest request, long start, @Nullable ExportFailure before) {
    Phase now = phase;
    boolean hopeless = now == Phase.FINAL && before != null && !before.refused();
    if (now == Phase.ENDING || now == Phase.CANCELLED || hopeless) {
      statistics.drop(request.points(), DropReason.SHUTDOWN);
      return null;
    }
    long left = budget.total().toNanos() - (nanoTime.getAsLong() - start);
    if (now == Phase.RUNNING && left < budget.request().toNanos()) {
      statistics.lost(
          ExportFailure.TOO_SLOW.errorType(), request.points(), DropReason.EXPORT_FAILED);
      return ExportFailure.TOO_SLOW;
    }
    if (stuck != null && !stuck.isDone()) {
      statistics.lost(ExportFailure.NO_END.errorType(), request.points(), DropReason.EXPORT_FAILED);
      return ExportFailure.NO_END;
    }
    return send(request);
  }

  private DropReason dropReason(ExportFailure failure) {
    if (failure.refused()) {
      return DropReason.REJECTED;
    }
    return phase == Phase.RUNNING ? DropReason.EXPORT_FAILED : DropReason.SHUTDOWN;
  }

  private @Nullable ExportFailure send(ExportRequest request) {
    statistics.handedOver(request.bytes());
    CompletableResultCode result;
    try {
      result = sender.send(request);
    } catch (RuntimeException e) {
      return failed(request, ExportFailure.of(e));
    }
    if (!awaitEnd(result)) {
      stuck = result;
      return failed(request, ExportFailure.NO_END);
    }
    if (result.isSuccess()) {
      statistics.delivered(request.points());
      return null;
    }
    Throwable failure = result.getFailureThrowable();
    return failure instanceof PartialSuccessException partial
        ? taken(request, partial.answer())
        : failed(request, ExportFailure.of(failure));
  }

  private ExportFailure failed(ExportRequest request, ExportFailure failure) {
    statistics.failed(failure.errorType(), request.points(), dropReason(failure));
    return failure;
  }

  /// A request that the Collector took in part, or wholly with a warning.
  private @Nullable ExportFailure taken(ExportRequest request, PartialSuccess answer) {
    long rejected = Math.min(answer.rejected(), request.points());
    statistics.delivered(request.points() - rejected);
    if (rejected == 0) {
      link.warned(answer.message());
      return null;
    }
    ExportFailure failure = ExportFailure.rejected(rejected, answer.message());
    statistics.lost(failure.errorType(), rejected, DropReason.REJECTED);
    return failure;
  }

  /// Waits somewhat longer than until the sender cancels the request, which may be in the last
  /// pause between its attempts then.
  ///
  /// @return whether it has ended
  private boolean awaitEnd(CompletableResultCode result) {
    CountDownLatch done = new CountDownLatch(1);
    result.whenComplete(done::countDown);
    long deadline = System.nanoTime() + budget.longest().toNanos();
    boolean interrupted = false;
    while (true) {
      try {
        done.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        break;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return result.isDone();
  }

  private void dropTooLarge(long points) {
    if (points == 0) {
      return;
    }
    statistics.drop(points, DropReason.TOO_LARGE);
    if (!saidTooLarge) {
      saidTooLarge = true;
      LOG.log(
          System.Logger.Level.WARNING,
          "Data points that are larger than a request may be ({0} bytes) are dropped: {1}",
          Long.toString(maxBytes),
          Long.toString(points));
    }
  }

  private void report(@Nullable ExportFailure failure, long droppedBefore) {
    if (phase == Phase.ENDING || phase == Phase.CANCELLED) {
      return;
    }
    if (failure == null) {
      link.succeeded(droppedBefore);
    } else {
      link.failed(failure, droppedBefore);
    }
  }

  @Override
  public CompletableResultCode flush() {
    return delegate.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return delegate.shutdown();
  }

  /// For the SDK's map of series alone: docs/adr/0016-immutable-data-for-the-map-of-series.md.
  @Override
  public MemoryMode getMemoryMode() {
    return MemoryMode.IMMUTABLE_DATA;
  }

  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType instrumentType) {
    return delegate.getAggregationTemporality(instrumentType);
  }

  @Override
  public Aggregation getDefaultAggregation(InstrumentType instrumentType) {
    return ObservedAggregation.of(instrumentType, delegate.getDefaultAggregation(instrumentType));
  }

  @Override
  public String toString() {
    return "SplittingExporter{" + delegate + ", maxBytes=" + maxBytes + "}";
  }
}
