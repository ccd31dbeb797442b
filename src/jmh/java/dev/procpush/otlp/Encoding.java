// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;

/// How the agent keeps series and encodes what is collected, for a benchmark.
public final class Encoding {
  private final MetricHeads heads = new MetricHeads();
  private final OnDemandReader reader = new OnDemandReader();

  /// Keeps series as the agent's reader does.
  public MetricReader reader() {
    return reader;
  }

  /// What the reader gives when it is asked.
  public Collection<MetricData> collect() {
    return reader.collect();
  }

  /// Encodes all in one request.
  ///
  /// @return how long it is
  public long write(Collection<MetricData> metrics, OutputStream stream) throws IOException {
    RequestPacker packer = new RequestPacker(metrics, Integer.MAX_VALUE, heads);
    long bytes = 0;
    ExportRequest request;
    while ((request = packer.next()) != null) {
      request.writeMessage(stream);
      bytes += request.bytes();
    }
    return bytes;
  }
}
