// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import static dev.procpush.otlp.EncodedSize.field;
import static dev.procpush.otlp.EncodedSize.string;

import io.opentelemetry.exporter.internal.otlp.ResourceMarshaler;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.resources.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Cuts what one collection gave into requests that stay below a number of bytes when encoded.
///
/// A request nests resources, scopes, metrics and points. As points come in that order, only the
/// innermost of each is still open: the length of the whole follows from what is closed and from
/// the lengths of those four.
final class RequestPacker {
  private final List<Group> groups;
  private final long limit;
  private final PointSize sizes;

  private final List<MetricData> packed = new ArrayList<>();
  private long packedPoints;
  private long packedBytes;
  private long closedGroups;
  private long closedScopes;
  private long closedMetrics;
  private long openPoints;

  private int groupIndex;
  private int metricIndex;
  private int pointIndex;
  private int sliceStart;
  private long tooLarge;

  /// The metrics of one scope of one resource.
  ///
  /// @param resourceHead the encoded resource and its schema
  /// @param scopeHead the encoded scope and its schema
  /// @param sameResource whether the group before is of the same resource
  private record Group(
      long resourceHead, long scopeHead, boolean sameResource, List<MetricData> metrics) {}

  RequestPacker(Collection<MetricData> metrics, long limit, AttributesSizes attributes) {
    this.groups = group(metrics);
    this.limit = limit;
    this.sizes = new PointSize(attributes);
  }

  /// The next request, or null when all points are in one.
  @Nullable ExportRequest next() {
    while (groupIndex < groups.size()) {
      Group group = groups.get(groupIndex);
      if (metricIndex == 0 && pointIndex == 0) {
        openGroup(group);
      }
      while (metricIndex < group.metrics().size()) {
        MetricData metric = group.metrics().get(metricIndex);
        List<? extends PointData> points = points(metric);
        if (fill(group, metric, points)) {
          closeMetric(metric, points);
          metricIndex++;
          pointIndex = 0;
          sliceStart = 0;
        } else {
          slice(metric, points);
          return flush();
        }
      }
      groupIndex++;
      metricIndex = 0;
    }
    return packedPoints == 0 ? null : flush();
  }

  /// How many points were left out because each alone is larger than a request may be.
  long tooLarge() {
    return tooLarge;
  }

  /// Adds points of the metric until all are in (true) or the request is full (false).
  private boolean fill(Group group, MetricData metric, List<? extends PointData> points) {
    long head = PointSize.metricHead(metric);
    int tail = PointSize.dataTail(metric);
    for (; pointIndex < points.size(); pointIndex++) {
      long point = field(sizes.of(points.get(pointIndex)));
      long bytes = total(group, metric(head, openPoints + point + tail));
      if (bytes > limit) {
        if (alone(group, metric(head, point + tail)) <= limit) {
          return false;
        }
        tooLarge++;
        closeMetric(metric, points);
        sliceStart = pointIndex + 1;
      } else {
        openPoints += point;
        packedPoints++;
        packedBytes = bytes;
      }
    }
    return true;
  }

  private static long metric(long head, long data) {
    return field(head + field(data));
  }

  private long total(Group group, long metric) {
    long scope = field(group.scopeHead() + closedMetrics + metric);
    return closedGroups + field(group.resourceHead() + closedScopes + scope);
  }

  private static long alone(Group group, long metric) {
    return field(group.resourceHead() + field(group.scopeHead() + metric));
  }

  private void openGroup(Group group) {
    if (groupIndex == 0) {
      return;
    }
    Group before = groups.get(groupIndex - 1);
    if (closedMetrics > 0) {
      closedScopes += field(before.scopeHead() + closedMetrics);
      closedMetrics = 0;
    }
    if (!group.sameResource() && closedScopes > 0) {
      closedGroups += field(before.resourceHead() + closedScopes);
      closedScopes = 0;
    }
  }

  private void closeMetric(MetricData metric, List<? extends PointData> points) {
    slice(metric, points);
    if (openPoints > 0) {
      closedMetrics +=
          metric(PointSize.metricHead(metric), openPoints + PointSize.dataTail(metric));
      openPoints = 0;
    }
  }

  /// Puts the points from the last cut to the present one into the request. A metric may so be in
  /// one request in several slices, each with a head of its own.
  private void slice(MetricData metric, List<? extends PointData> points) {
    if (sliceStart < pointIndex) {
      boolean whole = sliceStart == 0 && pointIndex == points.size();
      packed.add(whole ? metric : new MetricSlice(metric, points.subList(sliceStart, pointIndex)));
      sliceStart = pointIndex;
    }
  }

  private ExportRequest flush() {
    ExportRequest request = new ExportRequest(List.copyOf(packed), packedPoints, packedBytes);
    packed.clear();
    packedPoints = 0;
    packedBytes = 0;
    closedGroups = 0;
    closedScopes = 0;
    closedMetrics = 0;
    openPoints = 0;
    return request;
  }

  /// The points as a list, for its sub-lists; the SDK gives lists.
  private static List<? extends PointData> points(MetricData metric) {
    Collection<? extends PointData> points = metric.getData().getPoints();
    return points instanceof List ? (List<? extends PointData>) points : List.copyOf(points);
  }

  /// Brings metrics of the same resource and scope together, as the encoder does: by instance.
  private static List<Group> group(Collection<MetricData> metrics) {
    IdentityHashMap<Resource, IdentityHashMap<InstrumentationScopeInfo, List<MetricData>>>
        byResource = new IdentityHashMap<>();
    for (MetricData metric : metrics) {
      byResource
          .computeIfAbsent(metric.getResource(), _ -> new IdentityHashMap<>())
          .computeIfAbsent(metric.getInstrumentationScopeInfo(), _ -> new ArrayList<>())
          .add(metric);
    }
    List<Group> groups = new ArrayList<>();
    byResource.forEach(
        (resource, scopes) -> {
          long resourceHead = resourceHead(resource);
          Iterator<Map.Entry<InstrumentationScopeInfo, List<MetricData>>> entries =
              scopes.entrySet().iterator();
          for (boolean same = false; entries.hasNext(); same = true) {
            Map.Entry<InstrumentationScopeInfo, List<MetricData>> entry = entries.next();
            groups.add(new Group(resourceHead, scopeHead(entry.getKey()), same, entry.getValue()));
          }
        });
    return groups;
  }

  /// The encoder keeps the resource's bytes, with references to entities that no public type tells
  /// of.
  private static long resourceHead(Resource resource) {
    return field(ResourceMarshaler.create(resource).getBinarySerializedSize())
        + string(resource.getSchemaUrl());
  }

  private static long scopeHead(InstrumentationScopeInfo scope) {
    long body =
        string(scope.getName())
            + string(scope.getVersion())
            + EncodedSize.attributes(scope.getAttributes());
    return field(body) + string(scope.getSchemaUrl());
  }
}
