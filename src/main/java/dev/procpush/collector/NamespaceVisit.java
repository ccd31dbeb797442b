// SPDX-License-Identifier: Apache-2.0

package dev.procpush.collector;

import dev.procpush.discovery.NetworkNamespace;

/// A namespace that is to be visited in this cycle.
record NamespaceVisit(NetworkNamespace namespace, NamespaceSeries series) implements Visit {

  @Override
  public SeriesRoom room() {
    return series.room();
  }
}
