// SPDX-License-Identifier: Apache-2.0

package dev.procpush.selfmonitor;

import org.jspecify.annotations.Nullable;

/// What is the same for as long as the agent runs, as its own metrics tell it.
///
/// @param version the agent's version
/// @param capabilities the Linux capabilities it has, as in `all,-SYS_MODULE`; null where not known
/// @param exporterType the value of `otel.component.type`, as in `otlp_grpc_metric_exporter`
public record AgentFacts(String version, @Nullable String capabilities, String exporterType) {}
