// SPDX-License-Identifier: Apache-2.0

package dev.procpush.config;

import java.util.List;

/// All settings of the agent, checked. Where the metrics go is not among them: that is said by the
/// `OTEL_*` variables.
///
/// @param paths where the host's files are
/// @param filters what is left out
/// @param tcpStates when TCP connections are counted by state
/// @param processes which processes have metrics of their own
/// @param attributeRules what the names of namespaces tell
/// @param procMetrics metrics that the user describes
/// @param seriesMax how many series there may be before whole namespaces are left out
/// @param identity how much of a container's identity stands on each point
/// @param requestMaxBytes the most bytes of one export request, before compression
/// @param logLevel what is logged
public record AgentConfig(
    HostPaths paths,
    Filters filters,
    TcpStates tcpStates,
    ProcessSelection processes,
    AttributeRules attributeRules,
    List<ProcMetric> procMetrics,
    int seriesMax,
    Identity identity,
    int requestMaxBytes,
    LogLevel logLevel) {

  public AgentConfig {
    procMetrics = List.copyOf(procMetrics);
  }
}
