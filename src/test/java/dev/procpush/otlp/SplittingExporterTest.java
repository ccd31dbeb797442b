// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpush.otlp.CollectorLink.State;
import dev.procpush.selfmonitor.ExportStatistics;
import dev.procpush.selfmonitor.ExportStatistics.DropReason;
import dev.procpush.selfmonitor.ExportStatistics.Failures;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the exporter does with its time, with a clock of the test's own. Each export has ten points
/// in requests of one point each; the budget is 6 seconds, 3 for a request.
final class SplittingExporterTest {
  private static final int POINTS = 10;

  private final CapturedLog log = new CapturedLog();
  private final AtomicLong nanos = new AtomicLong();
  private final ExportStatistics statistics = new ExportStatistics();
  private final CollectorLink link =
      new CollectorLink("http://c:4317", Duration.ofSeconds(10), nanos::get);
  private final Sender sender = new Sender();
  private final SplittingExporter exporter =
      new SplittingExporter(
          sender,
          sender,
          60,
          ExportBudget.of(Duration.ofSeconds(10), Duration.ofSeconds(10)),
          statistics,
          link,
          nanos::get);

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void sendsAllWhereThereIsTime() {
    assertThat(exporter.export(points()).isSuccess()).isTrue();
    assertThat(sender.requests).isEqualTo(POINTS);
    assertThat(statistics.deliveredPoints()).isEqualTo(POINTS);
    assertThat(statistics.deliveredRequests()).isEqualTo(POINTS);
    assertThat(statistics.handedOverBytes()).isBetween(400L, 600L);
    assertThat(link.status().state()).isEqualTo(State.REACHABLE);
  }

  @Test
  void startsNoRequestThatCouldOutlastTheBudget() {
    sender.duration = Duration.ofMillis(1_100);
    assertThat(exporter.export(points()).isSuccess()).isFalse();
    assertThat(sender.requests)
        .isEqualTo(3); // at 0, 1.1 and 2.2 s; at 3.3 s less than 3 s are left
    assertThat(statistics.deliveredPoints()).isEqualTo(3);
    assertThat(statistics.dropped(DropReason.EXPORT_FAILED)).isEqualTo(7);
    assertThat(statistics.failures()).containsOnlyKeys("timeout").containsValue(new Failures(0, 7));
    assertThat(link.status().state()).isEqualTo(State.SLOW);
  }

  @Test
  void saysWhyTheFirstRequestFailed() {
    sender.duration = Duration.ofSeconds(3);
    sender.failure = new ConnectException();
    exporter.export(points());
    assertThat(sender.requests).isEqualTo(2);
    assertThat(link.status().why()).isEqualTo("connection refused");
    assertThat(statistics.failures())
        .containsEntry("connection_refused", new Failures(2, 2))
        .containsEntry("timeout", new Failures(0, 8));
  }

  @Test
  void givesUpWhatIsNotInFlightWhenTheAgentEnds() {
    sender.onRequest = exporter::abandon;
    exporter.export(points());
    assertThat(sender.requests).isEqualTo(1);
    assertThat(statistics.dropped(DropReason.SHUTDOWN)).isEqualTo(9);

    sender.onRequest = () -> {};
    sender.duration = Duration.ofMillis(700);
    exporter.expectFinal();
    assertThat(exporter.export(points()).isSuccess()).isTrue();
    assertThat(statistics.deliveredPoints()).isEqualTo(1 + POINTS);
  }

  @Test
  void triesOnlyOnceAtTheEnd() {
    sender.failure = new ConnectException();
    exporter.abandon();
    exporter.expectFinal();
    exporter.export(points());
    assertThat(sender.requests).isEqualTo(1);
    assertThat(statistics.dropped(DropReason.SHUTDOWN)).isEqualTo(POINTS);
  }

  @Test
  void sendsNothingOnceCancelled() {
    exporter.cancel();
    exporter.expectFinal();
    exporter.export(points());
    assertThat(sender.requests).isZero();
    assertThat(sender.shutdowns).isEqualTo(1);
    assertThat(statistics.dropped(DropReason.SHUTDOWN)).isEqualTo(POINTS);
    assertThat(log.lines()).isEmpty();
  }

  @Test
  @Timeout(30)
  void doesNotWaitForARequestThatNeverEndsNorBeginsAnotherBeforeItDoes() {
    SplittingExporter hurried =
        new SplittingExporter(
            sender,
            sender,
            60,
            ExportBudget.of(Duration.ofMillis(100), Duration.ofSeconds(10)),
            statistics,
            link,
            nanos::get);
    CompletableResultCode hanging = new CompletableResultCode();
    sender.result = hanging;

    assertThat(hurried.export(points()).isSuccess()).isFalse();
    assertThat(hurried.export(points()).isSuccess()).isFalse();

    assertThat(sender.requests).isEqualTo(1);
    assertThat(statistics.failures()).containsEntry("timeout", new Failures(1, 2 * POINTS));
    assertThat(statistics.dropped(DropReason.EXPORT_FAILED)).isEqualTo(2 * POINTS);
    assertThat(link.status().why()).contains("does not end", "/etc/resolv.conf");
    assertThatThrownBy(() -> sender.last().writeMessage(OutputStream.nullOutputStream()))
        .isInstanceOf(IOException.class);

    hanging.fail();
    sender.result = null;
    assertThat(hurried.export(points()).isSuccess()).isTrue();
    assertThat(statistics.deliveredPoints()).isEqualTo(POINTS);
    assertThat(link.status().state()).isEqualTo(State.REACHABLE);
  }

  @Test
  void countsWhatTheCollectorRejectsOfARequest() {
    sender.failure = new PartialSuccessException(new PartialSuccess(1, "too\told"));
    assertThat(exporter.export(points()).isSuccess()).isFalse();
    assertThat(sender.requests).isEqualTo(POINTS);
    assertThat(statistics.deliveredPoints()).isZero();
    assertThat(statistics.dropped(DropReason.REJECTED)).isEqualTo(POINTS);
    assertThat(statistics.failures()).containsEntry("rejected", new Failures(0, POINTS));
    assertThat(log.lines())
        .singleElement()
        .asString()
        .contains("refuses the metrics: of the data points it rejected 1: too\\u0009old.");
  }

  @Test
  void believesNoMoreRejectedPointsThanThereAre() {
    sender.failure = new PartialSuccessException(new PartialSuccess(Long.MAX_VALUE, ""));
    exporter.export(points());
    assertThat(statistics.dropped(DropReason.REJECTED)).isEqualTo(POINTS);
    assertThat(statistics.deliveredPoints()).isZero();
  }

  @Test
  void saysAWarningOfTheCollectorOnce() {
    sender.failure = new PartialSuccessException(new PartialSuccess(0, "deprecated\n"));
    assertThat(exporter.export(points()).isSuccess()).isTrue();
    assertThat(exporter.export(points()).isSuccess()).isTrue();
    assertThat(statistics.deliveredPoints()).isEqualTo(2 * POINTS);
    assertThat(statistics.droppedPoints()).isZero();
    assertThat(log.lines())
        .filteredOn(line -> line.contains("WARN"))
        .singleElement()
        .asString()
        .endsWith("takes the metrics and warns: deprecated");
  }

  @Test
  void survivesASenderThatThrows() {
    sender.onRequest =
        () -> {
          throw new IllegalStateException("broken");
        };
    assertThat(exporter.export(points()).isSuccess()).isFalse();
    assertThat(statistics.failures()).containsKey("IllegalStateException");
  }

  @Test
  void letsNoRequestBeWrittenOnceItHasReturned() {
    exporter.export(points());
    ExportRequest request = sender.last();
    assertThat(request.points()).isEqualTo(1);
    assertThatThrownBy(() -> request.writeMessage(OutputStream.nullOutputStream()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void wantsThePlainMapOfSeriesWhateverTheSenderSays() {
    assertThat(exporter.getMemoryMode()).isEqualTo(MemoryMode.IMMUTABLE_DATA);
  }

  @Test
  void isOtherwiseAsTheSenderIs() {
    assertThat(exporter.getAggregationTemporality(InstrumentType.COUNTER))
        .isEqualTo(AggregationTemporality.DELTA);
    assertThat(exporter.getDefaultAggregation(InstrumentType.HISTOGRAM))
        .isEqualTo(Aggregation.drop());
  }

  private static List<MetricData> points() {
    List<LongPointData> points = new ArrayList<>();
    for (int i = 0; i < POINTS; i++) {
      points.add(LongPointData.create(1, 2, Attributes.empty(), i));
    }
    return List.of(RandomMetrics.gauge(points));
  }

  /// Takes as long as it is told to, and then succeeds or fails.
  private final class Sender implements MetricExporter, RequestSender {
    private int requests;
    private int shutdowns;
    private Duration duration = Duration.ZERO;
    private @Nullable Throwable failure;
    private @Nullable CompletableResultCode result;
    private @Nullable ExportRequest last;
    private Runnable onRequest = () -> {};

    private ExportRequest last() {
      return Objects.requireNonNull(last);
    }

    @Override
    public CompletableResultCode export(Collection<MetricData> metrics) {
      throw new AssertionError("requests are encoded here");
    }

    @Override
    public CompletableResultCode send(ExportRequest request) {
      requests++;
      last = request;
      onRequest.run();
      nanos.addAndGet(duration.toNanos());
      if (result != null) {
        return result;
      }
      return failure == null
          ? CompletableResultCode.ofSuccess()
          : CompletableResultCode.ofExceptionalFailure(failure);
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      shutdowns++;
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public MemoryMode getMemoryMode() {
      return MemoryMode.REUSABLE_DATA;
    }

    @Override
    public AggregationTemporality getAggregationTemporality(InstrumentType instrumentType) {
      return AggregationTemporality.DELTA;
    }

    @Override
    public Aggregation getDefaultAggregation(InstrumentType instrumentType) {
      return Aggregation.drop();
    }
  }
}
