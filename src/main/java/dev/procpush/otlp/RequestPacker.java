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
final class RequestPacker {
  private final List<ScopeMetrics> scopes;
  private final List<MetricData> wholes = new ArrayList<>();
  private final long limit;
  private final EncodedAttributes attributes;
  private final MetricHeads heads;

  private final List<ExportRequest.Group> closedGroups = new ArrayList<>();
  private final List<Slice> closedSlices = new ArrayList<>();
  private final List<byte[]> others = new ArrayList<>();
  private long closedGroupsLength;
  private long closedSlicesLength;
  private long openPointsLength;
  private long packedPoints;

  private int scopeIndex;
  private int metricIndex;
  private @Nullable NumberMetric metric;
  private int pointIndex;
  private int sliceStart;
  private int wholeIndex;
  private long tooLarge;

  private record ScopeMetrics(ScopeHead head, List<MetricData> metrics) {}

  /// @param attributes keeps encoded attributes from one export to the next
  /// @param heads keeps encoded names
  RequestPacker(
      Collection<MetricData> metrics, long limit, EncodedAttributes attributes, MetricHeads heads) {
    this.limit = limit;
    this.attributes = attributes;
    this.heads = heads;
    List<MetricData> numbers = new ArrayList<>(metrics.size());
    for (MetricData each : metrics) {
      (NumberMetric.is(each) ? numbers : wholes).add(each);
    }
    this.scopes = scopes(numbers);
  }

  /// The next request, or null when all points are in one.
  @Nullable ExportRequest next() {
    for (; scopeIndex < scopes.size(); scopeIndex++) {
      ScopeMetrics scope = scopes.get(scopeIndex);
      for (; metricIndex < scope.metrics().size(); metricIndex++) {
        NumberMetric open = metric;
        if (open == null) {
          open = new NumberMetric(scope.metrics().get(metricIndex), heads);
          metric = open;
        }
        boolean all = fill(scope, open);
        closeSlice(open);
        if (!all) {
          closeGroup(scope);
          return flush();
        }
        metric = null;
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

  /// Adds points of the metric until all are in (true) or the request is full (false).
  private boolean fill(ScopeMetrics scope, NumberMetric open) {
    for (; pointIndex < open.size(); pointIndex++) {
      long point = open.pointLength(pointIndex, attributes);
      long slices = closedSlicesLength + open.length(openPointsLength + point);
      if (closedGroupsLength + scope.head().length(slices) > limit) {
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
            List.copyOf(closedGroups), List.copyOf(others), packedPoints, closedGroupsLength);
    closedGroups.clear();
    others.clear();
    closedGroupsLength = 0;
    packedPoints = 0;
    return request;
  }

  /// Brings metrics of the same resource and scope together, by instance.
  private static List<ScopeMetrics> scopes(List<MetricData> metrics) {
    IdentityHashMap<Resource, IdentityHashMap<InstrumentationScopeInfo, List<MetricData>>>
        byResource = new IdentityHashMap<>();
    for (MetricData metric : metrics) {
      byResource
          .computeIfAbsent(metric.getResource(), _ -> new IdentityHashMap<>())
          .computeIfAbsent(metric.getInstrumentationScopeInfo(), _ -> new ArrayList<>())
          .add(metric);
    }
    List<ScopeMetrics> scopes = new ArrayList<>();
    byResource.forEach(
        (resource, byScope) ->
            byScope.forEach(
                (scope, itsMetrics) ->
                    scopes.add(new ScopeMetrics(new ScopeHead(resource, scope), itsMetrics))));
    return scopes;
  }
}
