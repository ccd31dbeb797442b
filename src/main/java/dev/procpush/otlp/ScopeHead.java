// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import static dev.procpush.otlp.ProtobufOutput.LENGTH_DELIMITED;
import static dev.procpush.otlp.ProtobufOutput.field;
import static dev.procpush.otlp.ProtobufOutput.tag;

import io.opentelemetry.exporter.internal.marshal.Marshaler;
import io.opentelemetry.exporter.internal.otlp.InstrumentationScopeMarshaler;
import io.opentelemetry.exporter.internal.otlp.ResourceMarshaler;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What stands before the metrics of one scope: `ResourceMetrics` and, in it, its only
/// `ScopeMetrics`, with resource, scope and their schemas.
final class ScopeHead {
  private static final int MESSAGE = 1;
  private static final int SCHEMA_URL = 3;
  private static final int RESOURCE_METRICS = tag(1, LENGTH_DELIMITED);
  private static final int SCOPE_METRICS = tag(2, LENGTH_DELIMITED);

  private final byte[] resource;
  private final byte[] scope;

  ScopeHead(Resource resource, InstrumentationScopeInfo scope) {
    this.resource = encode(ResourceMarshaler.create(resource), resource.getSchemaUrl());
    this.scope = encode(InstrumentationScopeMarshaler.create(scope), scope.getSchemaUrl());
  }

  /// How many bytes it has as a field of the request, together with metrics of that length.
  long length(long metricsLength) {
    return field(resource.length + field(scope.length + metricsLength));
  }

  /// Writes it; metrics of that length follow.
  void write(ProtobufOutput out, long metricsLength) throws IOException {
    long scopeLength = scope.length + metricsLength;
    out.varint(RESOURCE_METRICS, resource.length + field(scopeLength));
    out.raw(resource);
    out.varint(SCOPE_METRICS, scopeLength);
    out.raw(scope);
  }

  private static byte[] encode(Marshaler message, @Nullable String schemaUrl) {
    return ProtobufOutput.bytes(
        out -> {
          out.message(MESSAGE, ProtobufOutput.bytes(message));
          out.string(SCHEMA_URL, schemaUrl);
        });
  }
}
