// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import dev.procpush.otlp.ExportRequest.Slice;
import io.opentelemetry.exporter.internal.otlp.metrics.MetricsRequestMarshaler;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.resources.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts what one collection gave into requests that stay below a number of bytes when encoded.
///
/// A request nests resources, scopes, metrics and points. As points come in that order, only the
/// innermost of each is still open: the length of the whole follows from what is closed and from
/// the lengths of those. Sums and gauges may be cut between any two points; metrics of other types,
/// of which an agent has one with one point, are encoded by the SDK and whole.
final class RequestPacker implements AutoCloseable {
  private final List<ScopeMetrics> scopes;
  private final List<MetricData> wholes = new ArrayList<>();
  private final long limit;
  private final ExportWindow window = new ExportWindow();

  private final List<ExportRequest.Group> closedGroups = new ArrayList<>();
  private final List<Slice> closedSlices = new ArrayList<>();
  private final List<byte[]> others = new ArrayList<>();
  private long closedGroupsLength;
  private long closedSlicesLength;
  private long openPointsLength;
  private long packedPoints;

  private int scopeIndex;
  private int metricIndex;
  private int pointIndex;
  private int sliceStart;
  private int wholeIndex;
  private long tooLarge;

  private record ScopeMetrics(ScopeHead head, List<NumberMetric> metrics) {}

  /// @param heads keeps encoded names from one export to the next
  RequestPacker(Collection<MetricData> metrics, long limit, MetricHeads heads) {
    this.limit = limit;
    this.scopes = scopes(metrics, heads);
  }

  /// The next request, or null when all points are in one.
  @Nullable ExportRequest next() {
    for (; scopeIndex < scopes.size(); scopeIndex++) {
      ScopeMetrics scope = scopes.get(scopeIndex);
      for (; metricIndex < scope.metrics().size(); metricIndex++) {
        NumberMetric open = scope.metrics().get(metricIndex);
        boolean all = fill(scope, open);
        closeSlice(open);
        if (!all) {
          closeGroup(scope);
          return flush();
        }
        pointIndex = 0;
        sliceStart = 0;
      }
      closeGroup(scope);
      metricIndex = 0;
    }
    for (; wholeIndex < wholes.size(); wholeIndex++) {
      if (!add(wholes.get(wholeIndex))) {
        return flush();
      }
    }
    return packedPoints == 0 ? null : flush();
  }

  /// How many points were left out because each alone is larger than a request may be.
  long tooLarge() {
    return tooLarge;
  }

  /// The export has ended: what is not yet written of its requests must not be.
  @Override
  public void close() {
    window.close();
  }

  /// Adds points of the metric until all are in (true) or the request is full (false).
  private boolean fill(ScopeMetrics scope, NumberMetric open) {
    if (pointIndex == 0 && fits(scope, open, open.pointsLength())) {
      pointIndex = open.size();
      openPointsLength = open.pointsLength();
      packedPoints += open.size();
    }
    for (; pointIndex < open.size(); pointIndex++) {
      long point = open.pointLength(pointIndex);
      if (!fits(scope, open, openPointsLength + point)) {
        if (scope.head().length(open.length(point)) <= limit) {
          return false;
        }
        tooLarge++;
        closeSlice(open);
        sliceStart = pointIndex + 1;
      } else {
        openPointsLength += point;
        packedPoints++;
      }
    }
    return true;
  }

  /// Whether the request has room for the open metric with points of that length together.
  private boolean fits(ScopeMetrics scope, NumberMetric open, long pointsLength) {
    long slices = closedSlicesLength + open.length(pointsLength);
    return closedGroupsLength + scope.head().length(slices) <= limit;
  }

  /// Puts the points from the last cut to the present one into the request. A metric may so be in
  /// one request in several slices, each with a head of its own.
  private void closeSlice(NumberMetric open) {
    if (sliceStart < pointIndex) {
      closedSlices.add(new Slice(open, sliceStart, pointIndex, openPointsLength));
      closedSlicesLength += open.length(openPointsLength);
      openPointsLength = 0;
      sliceStart = pointIndex;
    }
  }

  private void closeGroup(ScopeMetrics scope) {
    if (!closedSlices.isEmpty()) {
      closedGroups.add(
          new ExportRequest.Group(scope.head(), List.copyOf(closedSlices), closedSlicesLength));
      closedGroupsLength += scope.head().length(closedSlicesLength);
      closedSlices.clear();
      closedSlicesLength = 0;
    }
  }

  /// Adds a metric that is not cut; false where the request has no room for it.
  private boolean add(MetricData whole) {
    byte[] encoded = ProtobufOutput.bytes(MetricsRequestMarshaler.create(List.of(whole)));
    long points = whole.getData().getPoints().size();
    if (encoded.length > limit) {
      tooLarge += points;
    } else if (closedGroupsLength + encoded.length > limit) {
      return false;
    } else {
      others.add(encoded);
      closedGroupsLength += encoded.length;
      packedPoints += points;
    }
    return true;
  }

  private ExportRequest flush() {
    ExportRequest request =
        new ExportRequest(
            window,
            List.copyOf(closedGroups),
            List.copyOf(others),
            packedPoints,
            closedGroupsLength);
    closedGroups.clear();
    others.clear();
    closedGroupsLength = 0;
    packedPoints = 0;
    return request;
  }

  /// Brings metrics of the same resource and scope together, by instance, and sets those aside that
  /// are encoded whole.
  private List<ScopeMetrics> scopes(Collection<MetricData> metrics, MetricHeads heads) {
    EncodedAttributes attributes = new EncodedAttributes();
    IdentityHashMap<Resource, IdentityHashMap<InstrumentationScopeInfo, List<NumberMetric>>>
        byResource = new IdentityHashMap<>();
    for (MetricData metric : metrics) {
      NumberMetric numbers = NumberMetric.of(metric, heads, attributes);
      if (numbers == null) {
        wholes.add(metric);
      } else {
        byResource
            .computeIfAbsent(metric.getResource(), _ -> new IdentityHashMap<>())
            .computeIfAbsent(metric.getInstrumentationScopeInfo(), _ -> new ArrayList<>())
            .add(numbers);
      }
    }
    List<ScopeMetrics> inOrder = new ArrayList<>();
    byResource.forEach(
        (resource, byScope) ->
            byScope.forEach(
                (scope, numbers) ->
                    inOrder.add(new ScopeMetrics(new ScopeHead(resource, scope), numbers))));
    return inOrder;
  }
}
