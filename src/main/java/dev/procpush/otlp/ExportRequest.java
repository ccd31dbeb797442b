// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import io.opentelemetry.sdk.metrics.data.MetricData;
import java.util.List;

/// What is sent to the Collector at one time.
///
/// @param metrics the metrics, or slices of them
/// @param points how many data points they have
/// @param bytes how long the message is at most when encoded
record ExportRequest(List<MetricData> metrics, long points, long bytes) {}
