// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import io.opentelemetry.sdk.common.CompletableResultCode;

/// Carries a request to the Collector.
interface RequestSender {
  /// Sends it, without waiting for the answer.
  ///
  /// @return succeeds or fails when the answer is there, or time is up; fails with a
  ///   [PartialSuccessException] where the Collector has something to say of what it took
  CompletableResultCode send(ExportRequest request);
}
