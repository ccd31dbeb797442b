// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

/// Something that is to be visited in this cycle.
interface Visit {

  /// The room its series take.
  SeriesRoom room();
}
