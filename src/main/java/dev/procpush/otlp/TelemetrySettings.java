// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the SDK's assembly needs to know.
///
/// @param environment the environment variables, of which those that begin with `OTEL_` count
/// @param hostName the host's name, where known; never a container's own
/// @param hostId the host's id, where known
/// @param version the agent's version
/// @param seriesLimit the most series there may be at a time
/// @param maxRequestBytes the most bytes that an export request may have, before compression
public record TelemetrySettings(
    Map<String, String> environment,
    @Nullable String hostName,
    @Nullable String hostId,
    String version,
    long seriesLimit,
    long maxRequestBytes) {
  /// Below the 4 MiB that a Collector's gRPC receiver takes, with room for a proxy's additions.
  public static final long DEFAULT_MAX_REQUEST_BYTES = 3_932_160;

  public TelemetrySettings {
    environment = Map.copyOf(environment);
  }

  /// The settings with the usual bound for requests.
  public TelemetrySettings(
      Map<String, String> environment,
      @Nullable String hostName,
      @Nullable String hostId,
      String version,
      long seriesLimit) {
    this(environment, hostName, hostId, version, seriesLimit, DEFAULT_MAX_REQUEST_BYTES);
  }
}
