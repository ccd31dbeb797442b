// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import static dev.procpush.otlp.ProtobufOutput.LENGTH_DELIMITED;
import static dev.procpush.otlp.ProtobufOutput.tag;

import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// What is sent to the Collector at one time: an `ExportMetricsServiceRequest`, whose only field is
/// `ResourceMetrics` over and over.
///
/// @param window how long the points may be read
/// @param groups the sums and gauges
/// @param others metrics of other types, each encoded as a field of the request
/// @param points how many data points the request has
/// @param bytes how long it is
record ExportRequest(
    ExportWindow window, List<Group> groups, List<byte[]> others, long points, long bytes)
    implements MessageWriter {
  private static final int METRICS = tag(2, LENGTH_DELIMITED);

  /// Metrics of one scope of a resource.
  ///
  /// @param slicesLength how many bytes the slices have together as fields
  record Group(ScopeHead head, List<Slice> slices, long slicesLength) {}

  /// A metric with the points from one to before another.
  ///
  /// @param pointsLength how many bytes these points have together as fields
  record Slice(NumberMetric metric, int from, int to, long pointsLength) {}

  @Override
  public void writeMessage(OutputStream stream) throws IOException {
    ProtobufOutput out = new ProtobufOutput(stream);
    for (Group group : groups) {
      group.head().write(out, group.slicesLength());
      for (Slice slice : group.slices()) {
        slice.metric().write(out, METRICS, slice.from(), slice.to(), slice.pointsLength());
      }
    }
    window.check(); // at least the last number is still in the buffer
    for (byte[] other : others) {
      out.raw(other);
    }
    out.flush();
  }

  @Override
  public int getContentLength() {
    return Math.toIntExact(bytes);
  }
}
