// SPDX-License-Identifier: Apache-2.0

package dev.procpush.otlp;

import io.opentelemetry.sdk.common.export.RetryPolicy;
import java.time.Duration;

/// How long an export may take, so that the next collection begins in time: all requests and
/// retries together 60 % of the interval, and each request at most half of that.
///
/// @param total for all requests of one export
/// @param request for one request with its retries
record ExportBudget(Duration total, Duration request) {
  private static final int SHARE_PERCENT = 60;

  /// @param interval between two collections
  /// @param wanted the timeout that the user, or the SDK, has for one request; zero is no bound
  static ExportBudget of(Duration interval, Duration wanted) {
    Duration total = interval.multipliedBy(SHARE_PERCENT).dividedBy(100);
    Duration most = total.dividedBy(2);
    boolean fits = wanted.isPositive() && wanted.compareTo(most) <= 0;
    return new ExportBudget(total, fits ? wanted : most);
  }

  /// How long a request may take until it has noticed that its time is over: a third longer, which
  /// is more than the longest pause between its attempts. With the total and with what a collection
  /// may take, that is still within the interval.
  Duration longest() {
    return request.plus(request.dividedBy(3));
  }

  /// Two more attempts for a request, whose pauses take at most half of its time.
  RetryPolicy retries() {
    return RetryPolicy.builder()
        .setMaxAttempts(3)
        .setInitialBackoff(request.dividedBy(6))
        .setBackoffMultiplier(1.5)
        .setMaxBackoff(request.dividedBy(4))
        .build();
  }
}
