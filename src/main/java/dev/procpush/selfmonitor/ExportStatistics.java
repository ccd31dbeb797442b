// SPDX-License-Identifier: Apache-2.0

package dev.procpush.selfmonitor;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// What has become of the data points handed to the exporter, since the agent's start. Any thread
/// may count, any may read.
public final class ExportStatistics {
  /// Why a data point was never delivered: the values of `procpush.drop.reason`.
  public enum DropReason {
    /// Alone larger than a request may be.
    TOO_LARGE("too_large"),
    /// The Collector could not be reached, or not in time.
    EXPORT_FAILED("export_failed"),
    /// The Collector answered, and refused.
    REJECTED("rejected"),
    /// The agent ended before it could be sent.
    SHUTDOWN("shutdown");

    private final String value;

    DropReason(String value) {
      this.value = value;
    }

    /// The attribute's value.
    public String value() {
      return value;
    }
  }

  /// How often something failed.
  ///
  /// @param requests that failed
  /// @param points that were in them, or that no request could be started for
  public record Failures(long requests, long points) {}

  private static final int MAX_ERROR_TYPES = 32;
  private static final String OTHER = "_OTHER";

  private final LongAdder requests = new LongAdder();
  private final LongAdder points = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder exports = new LongAdder();
  private final Map<DropReason, LongAdder> dropped = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> failedRequests = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> failedPoints = new ConcurrentHashMap<>();

  /// Nothing has happened yet.
  public ExportStatistics() {
    for (DropReason reason : DropReason.values()) {
      dropped.put(reason, new LongAdder());
    }
  }

  /// A request is on its way.
  public void handedOver(long encodedBytes) {
    bytes.add(encodedBytes);
  }

  /// A request was accepted.
  public void delivered(long pointCount) {
    requests.increment();
    points.add(pointCount);
  }

  /// A request failed for good, and its points with it.
  public void failed(String errorType, long pointCount, DropReason reason) {
    counter(failedRequests, errorType).increment();
    lost(errorType, pointCount, reason);
  }

  /// Points for which no request was started, or that were rejected from one that was accepted.
  public void lost(String errorType, long pointCount, DropReason reason) {
    counter(failedPoints, errorType).add(pointCount);
    drop(pointCount, reason);
  }

  /// Points that were left out of an export that goes on without them.
  public void drop(long pointCount, DropReason reason) {
    LongAdder adder = dropped.get(reason);
    if (adder != null) {
      adder.add(pointCount);
    }
  }

  /// A whole collection's export has ended, well or not.
  public void exportEnded() {
    exports.increment();
  }

  /// How many collections' exports have ended.
  public long exports() {
    return exports.sum();
  }

  /// Requests that were accepted.
  public long deliveredRequests() {
    return requests.sum();
  }

  /// Data points that were accepted.
  public long deliveredPoints() {
    return points.sum();
  }

  /// Encoded bytes of all requests, before compression, retries not counted.
  public long handedOverBytes() {
    return bytes.sum();
  }

  /// Data points dropped for this reason.
  public long dropped(DropReason reason) {
    LongAdder adder = dropped.get(reason);
    return adder == null ? 0 : adder.sum();
  }

  /// Data points dropped for any reason.
  public long droppedPoints() {
    return dropped.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /// Failures by the value of `error.type`.
  public Map<String, Failures> failures() {
    Map<String, Failures> all = new TreeMap<>();
    failedPoints.forEach(
        (type, lost) -> {
          LongAdder failed = failedRequests.get(type);
          all.put(type, new Failures(failed == null ? 0 : failed.sum(), lost.sum()));
        });
    return all;
  }

  private static LongAdder counter(Map<String, LongAdder> counters, String errorType) {
    LongAdder known = counters.get(errorType);
    if (known != null) {
      return known;
    }
    String key = counters.size() < MAX_ERROR_TYPES ? errorType : OTHER;
    return counters.computeIfAbsent(key, _ -> new LongAdder());
  }
}
